"""Triggers for migrations: what must never change refuses to, whoever asks.

Grants keep the application's role from changing such rows; these triggers also stop the owner's role, a shell
and a careless migration. They are ENABLE ALWAYS, so that `session_replication_role` does not switch them off.
"""

from django.db.migrations import RunSQL

REFUSE = """
create or replace function public.refuse_change() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    raise exception '% on %.% is refused: its rows never change', tg_op, tg_table_schema, tg_table_name
        using errcode = 'restrict_violation';
end $$;
"""


def append_only_trigger(table: str) -> RunSQL:
    """Refuses UPDATE, DELETE and TRUNCATE on `public.table`, also an UPDATE that would touch no row.

    The refusal reaches Django as an IntegrityError that names the statement and the table.
    """
    return RunSQL(
        REFUSE
        + f"""
        create trigger {table}_never_changes before update or delete or truncate on public."{table}"
            for each statement execute function public.refuse_change();
        alter table public."{table}" enable always trigger {table}_never_changes;
        """,
        f'drop trigger {table}_never_changes on public."{table}";',
    )


def fixed_columns_trigger(table: str, columns: tuple[str, ...]) -> RunSQL:
    """Refuses an UPDATE that would give one of `columns` of `public.table` another value; the rest may change."""
    old = ", ".join(f'old."{column}"' for column in columns)
    new = ", ".join(f'new."{column}"' for column in columns)
    named = ", ".join(f'"{column}"' for column in columns)
    return RunSQL(
        REFUSE
        + f"""
        create trigger {table}_fixed_columns before update of {named} on public."{table}"
            for each row when (row({old}) is distinct from row({new}))
            execute function public.refuse_change();
        alter table public."{table}" enable always trigger {table}_fixed_columns;
        """,
        f'drop trigger {table}_fixed_columns on public."{table}";',
    )
