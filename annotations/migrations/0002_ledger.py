"""The ledger: a schema of its own, owned by a role of its own, written through one function.

Runs as the role that migrates, which acts as the ledger's owner for the length of this transaction. It is not
reversible: to take a ledger back is to destroy evidence. A later change of the hash needs a new function and a
new prefix; entries that stand are never hashed anew.
"""

from django.db import migrations

from annotations import ledger_roles
from annotations.ledger_roles import role

SCHEMA = "create schema ledger authorization {ledger}; set local role {ledger};"

TABLES = """
create table ledger.head (
    project uuid primary key,
    seq bigint not null check (seq >= 0),
    hash bytea not null check (octet_length(hash) = 32)
) with (fillfactor = 50);

create table ledger.entry (
    project uuid,
    seq bigint check (seq >= 1),
    at timestamptz not null,
    actor text not null check (actor <> ''),
    verb text not null check (verb <> ''),
    subject text not null,
    payload text not null,
    previous bytea not null check (octet_length(previous) = 32),
    hash bytea not null check (octet_length(hash) = 32),
    primary key (project, seq),
    constraint entry_no_fork unique (project, previous)
);
create index entry_by_actor on ledger.entry (project, actor, seq);
create index entry_by_verb on ledger.entry (project, verb, seq);
create index entry_by_subject on ledger.entry (project, subject, seq);
"""

# Always: neither session_replication_role nor being the owner switches them off.
TRIGGERS = """
create function ledger.refuse_change() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    raise exception '% on %.% is refused: a ledger only grows', tg_op, tg_table_schema, tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger only_grows before update or delete or truncate on ledger.entry
    for each statement execute function ledger.refuse_change();
create trigger only_moves before delete or truncate on ledger.head
    for each statement execute function ledger.refuse_change();
create trigger never_back before update on ledger.head
    for each row when (new.project <> old.project or new.seq <= old.seq)
    execute function ledger.refuse_change();
alter table ledger.entry enable always trigger only_grows;
alter table ledger.head enable always trigger only_moves;
alter table ledger.head enable always trigger never_back;
"""

FUNCTIONS = """
create function ledger.digest(
    of_project uuid, of_seq bigint, of_at timestamptz, of_actor text, of_verb text, of_subject text,
    of_payload text, of_previous bytea
) returns bytea language sql stable as $$
    select sha256(
        convert_to(E'annotations/ledger/1\\n', 'UTF8') || uuid_send(of_project) || int8send(of_seq)
        || int8send((extract(epoch from of_at) * 1000000)::bigint)
        || int4send(octet_length(convert_to(of_actor, 'UTF8'))) || convert_to(of_actor, 'UTF8')
        || int4send(octet_length(convert_to(of_verb, 'UTF8'))) || convert_to(of_verb, 'UTF8')
        || int4send(octet_length(convert_to(of_subject, 'UTF8'))) || convert_to(of_subject, 'UTF8')
        || int4send(octet_length(convert_to(of_payload, 'UTF8'))) || convert_to(of_payload, 'UTF8')
        || of_previous)
$$;

create function ledger.append(
    for_project uuid, actors text[], verbs text[], subjects text[], payloads text[]
) returns table (seq bigint, at timestamptz, previous bytea, hash bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    signed_in text := coalesce(current_setting('workbench.actor', true), '');
begin
    if cardinality(actors) = 0 or (cardinality(verbs), cardinality(subjects), cardinality(payloads))
            is distinct from (cardinality(actors), cardinality(actors), cardinality(actors)) then
        raise exception 'as many verbs, subjects and payloads as actors, and at least one'
            using errcode = 'invalid_parameter_value';
    end if;

    -- One row a chain: whoever holds it is alone at this chain's end until the transaction ends.
    select h.seq, h.hash into seq, hash from ledger.head h where h.project = for_project for update;
    if not found then
        insert into ledger.head values (for_project, 0, decode(repeat('00', 32), 'hex')) on conflict do nothing;
        select h.seq, h.hash into strict seq, hash from ledger.head h where h.project = for_project for update;
    end if;

    for i in 1 .. cardinality(actors) loop
        if signed_in <> '' and actors[i] <> signed_in and actors[i] not like 'component:%' then
            raise exception 'an entry signed by %, but % is signed in', actors[i], signed_in
                using errcode = 'insufficient_privilege';
        end if;
        perform payloads[i]::json;
        previous := hash;
        seq := seq + 1;
        at := clock_timestamp();
        hash := ledger.digest(
            for_project, seq, at, actors[i], verbs[i], subjects[i], payloads[i], previous);
        insert into ledger.entry values (
            for_project, seq, at, actors[i], verbs[i], subjects[i], payloads[i], previous, hash);
        return next;
    end loop;
    update ledger.head h set seq = append.seq, hash = append.hash where h.project = for_project;
end $$;
"""

GRANTS = """
revoke all on all functions in schema ledger from public;
grant usage on schema ledger to {app}, {verify}, {owner};
grant select on ledger.head, ledger.entry to {app}, {verify}, {owner};
grant execute on function ledger.digest to {app}, {verify}, {owner};
grant execute on function ledger.append to {app};
reset role;
"""


def create_ledger(apps, schema_editor):
    connection = schema_editor.connection
    ledger_roles.ensure(connection)
    names = {name: role(name) for name in ("ledger", "app", "verify")}
    with connection.cursor() as cursor:
        cursor.execute("select quote_ident(current_user)")
        names["owner"] = cursor.fetchone()[0]
        cursor.execute(SCHEMA.format(**names))
        cursor.execute(TABLES)
        cursor.execute(TRIGGERS)
        cursor.execute(FUNCTIONS)
        cursor.execute(GRANTS.format(**names))


class Migration(migrations.Migration):
    dependencies = [("annotations", "0001_initial")]

    operations = [migrations.RunPython(create_ledger)]
