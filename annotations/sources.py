"""The registry of sources: finding who is meant by a link, and naming new sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from annotations import ledger, protections
from annotations.access import EDITORS, require_member
from annotations.domain.errors import AlreadyThere, Invalid
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.records import KnownSource, LinkValue
from annotations.domain.text import folded
from annotations.domain.vocabulary import Identification, SourceKind
from annotations.models import Article, Project, Source, SourceAlias, User
from annotations.models.rows import Columns, fetch

UNNAMED = frozenset(
    {Identification.UNNAMED_INDIVIDUAL, Identification.UNNAMED_GROUP, Identification.UNNAMED_COLLECTIVE}
)


def name_key(name: str) -> str:
    """A source's name as look-ups compare it: folded, without quotation marks around it and without its article."""
    bare = folded(name).strip(" \"'")
    for article in ("the ", "a ", "an "):
        if bare.startswith(article) and len(bare) > len(article):
            return bare[len(article) :]
    return bare


@transaction.atomic
def create(
    project: Project,
    *,
    name: str,
    kind: SourceKind,
    by: User,
    parent: Source | None = None,
    aliases: Sequence[str] = (),
) -> Source:
    """A new source in the project's registry. Raises AlreadyThere where the name, folded, is taken."""
    require_member(project, by, *EDITORS, to="add sources by hand")
    if not name.strip():
        raise Invalid({"name": ["A source needs a name."]})
    taken = named(project.id, [name]).get(name_key(name))
    if taken:
        raise AlreadyThere(f"'{name}' is in the registry already, as {taken.name}.", current=taken.id)
    source = Source.objects.create(
        project=project, name=name.strip(), folded=name_key(name), kind=kind, parent=parent
    )
    for alias in aliases:
        _alias(source, alias)
    ledger.append(
        project.id,
        by=by,
        verb=LedgerVerb.SOURCE_CREATED,
        subject=f"source:{source.id}",
        payload={"kind": str(kind), "parent": str(parent.id) if parent else None, "aliases": len(aliases)},
    )
    return source


@transaction.atomic
def add_alias(source: Source, text: str, *, by: User, article: Article | None = None) -> SourceAlias:
    """A further name of a source, in the whole project or in one article. Raises AlreadyThere where it is taken."""
    require_member(source.project, by, *EDITORS, to="add names to sources")
    if not text.strip():
        raise Invalid({"text": ["A name needs letters."]})
    alias = _alias(source, text, article=article)
    ledger.append(
        source.project_id,
        by=by,
        verb=LedgerVerb.ALIAS_ADDED,
        subject=f"source:{source.id}",
        payload={"alias": str(alias.id), "article": str(article.id) if article else None},
    )
    return alias


def _alias(source: Source, text: str, *, article: Article | None = None) -> SourceAlias:
    taken = SourceAlias.objects.filter(
        project_id=source.project_id, folded=name_key(text), article=article
    ).first()
    if taken:
        raise AlreadyThere(f"'{text}' is already a name of {taken.source.name}.", current=taken.source_id)
    return SourceAlias.objects.create(
        project_id=source.project_id, source=source, article=article, text=text.strip(), folded=name_key(text)
    )


SOURCE, INTO = Columns(Source, "s"), Columns(Source, "target")
BEARERS = f"""
select {SOURCE.sql}, {INTO.sql} from annotations_source s
left join annotations_source target on target.id = s.merged_into_id
where s.project_id = %s and s.folded = any(%s) and s.article_id is null
order by s.merged_into_id desc nulls last, s.id
"""  # noqa: S608

STUBS = f"select {SOURCE.sql} from annotations_source s where s.article_id = %s"  # noqa: S608


def named(project_id: UUID, names: Iterable[str]) -> dict[str, Source]:
    """The registry's sources that bear these names or have them as project-wide aliases, by folded name.

    A merged source's names lead to the source it was merged into.
    """
    keys = {name_key(name) for name in names}
    if not keys:
        return {}
    found: dict[str, Source] = {}
    for values in fetch(BEARERS, [project_id, list(keys)]):
        bearer, into = SOURCE.row(values), values[len(SOURCE) :]
        found[bearer.folded] = SOURCE.row(into) if bearer.merged_into_id else bearer
    if found.keys() == keys:
        return found
    aliases = SourceAlias.objects.filter(project_id=project_id, folded__in=keys - found.keys(), article=None)
    called = aliases.select_related("source__merged_into")
    return {alias.folded: alias.source.merged_into or alias.source for alias in called} | found


def outlets(project_id: UUID, names: Iterable[str]) -> dict[str, Source]:
    """A media outlet for each name, made where the registry has none, by folded name."""
    wanted = {name_key(name): name.strip() for name in names if name.strip()}
    found = named(project_id, wanted.values())
    missing = [
        Source(id=new_id(), project_id=project_id, name=name, folded=key, kind=SourceKind.MEDIA_OUTLET)
        for key, name in sorted(wanted.items())  # in this order two imports never wait for each other
        if key not in found
    ]
    Source.objects.bulk_create(missing, ignore_conflicts=True)
    return found | named(project_id, [source.name for source in missing])


def known_in(article: Article) -> list[KnownSource]:
    """The registry as a suggester sees it in this article: named sources, and names that hold here."""
    here = Q(article=None) | Q(article=article)
    aliases: dict[UUID, list[str]] = {}
    for source_id, text in (
        SourceAlias.objects.filter(here, project_id=article.project_id)
        .values_list("source_id", "text")
        .order_by("id")
    ):
        aliases.setdefault(source_id, []).append(text)
    found = Source.objects.filter(project_id=article.project_id, article=None, merged_into=None).order_by(
        "id"
    )
    return [
        KnownSource(
            id=source.id,
            name=source.name,
            kind=SourceKind(source.kind),
            aliases=tuple(aliases.get(source.id, ())),
            parent_id=source.parent_id,
        )
        for source in found
    ]


def resolve(
    chain: Sequence[LinkValue], *, project_id: UUID, article_id: UUID
) -> tuple[list[LinkValue], list[UUID]]:
    """The chain with every named link pointing at the registry, and the ids of the sources made on the way.

    An unnamed source becomes a stub of the article, one for each name there; a name the registry knows is that
    source; any other becomes a new one. Raises Invalid for an id that is not of this project.
    """
    _require_known(chain, project_id=project_id)
    open_links = [link for link in chain if link.source_id is None and link.source_name]
    unnamed = {name_key(link.source_name): link for link in open_links if link.identification in UNNAMED}
    names = {name_key(link.source_name): link for link in open_links if link.identification not in UNNAMED}
    registry, made = _registered(names, project_id)
    stubs, new_stubs = _stubbed(unnamed, project_id, article_id)
    resolved = []
    for link in chain:
        if link.source_id is None and link.source_name:
            known = stubs if link.identification in UNNAMED else registry
            link = replace(link, source_id=known[name_key(link.source_name)].id)
        resolved.append(link)
    return resolved, [*made, *new_stubs]


def _registered(links: Mapping[str, LinkValue], project_id: UUID) -> tuple[dict[str, Source], list[UUID]]:
    """The registry's sources by folded name, and which of them are new.

    Who names a source that another person's transaction is just about to name waits for it, and takes that one;
    in the order of names, so that two never wait for each other.
    """
    found = named(project_id, [link.source_name for link in links.values()])
    rows = [_new(links[key], project_id, None) for key in sorted(links.keys() - found.keys())]
    if not rows:
        return found, []
    Source.objects.bulk_create(rows, ignore_conflicts=protections.stands("source names"))
    found |= named(project_id, [row.name for row in rows])
    return found, [row.id for row in rows if found[row.folded].id == row.id]


def _stubbed(
    links: Mapping[str, LinkValue], project_id: UUID, article_id: UUID
) -> tuple[dict[str, Source], list[UUID]]:
    """The article's stubs by folded name, and which of them are new."""
    found = _stubs(article_id) if links else {}
    if links.keys() <= found.keys():
        return found, []
    with connection.cursor() as cursor:  # until the end of the transaction nobody else makes stubs here
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"stubs:{article_id}"])
    found = _stubs(article_id)
    rows = [_new(link, project_id, article_id) for key, link in links.items() if key not in found]
    Source.objects.bulk_create(rows)
    return found | {row.folded: row for row in rows}, [row.id for row in rows]


def _require_known(chain: Sequence[LinkValue], *, project_id: UUID) -> None:
    wanted = {link.source_id for link in chain if link.source_id}
    if not wanted:
        return
    rows = fetch(
        "select id from annotations_source where project_id = %s and id = any(%s)", [project_id, list(wanted)]
    )
    known = {pk for (pk,) in rows}
    unknown = sorted(str(pk) for pk in wanted - known)
    if unknown:
        raise Invalid(
            {"chain": [f"No source {pk} in this project; give its name and kind instead." for pk in unknown]}
        )


def _stubs(article_id: UUID) -> dict[str, Source]:
    return {source.folded: source for source in map(SOURCE.row, fetch(STUBS, [article_id]))}


def _new(link: LinkValue, project_id: UUID, article_id: UUID | None) -> Source:
    return Source(
        id=new_id(),
        project_id=project_id,
        article_id=article_id,
        name=link.source_name,
        folded=name_key(link.source_name),
        kind=link.source_kind,
    )
