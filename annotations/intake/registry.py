"""The registry of sources of a release, with the ids that they had."""

from collections.abc import Iterator
from uuid import UUID

from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import SourceKind
from annotations.intake import answers
from annotations.intake.restoring import Form
from annotations.models import Project, Source, SourceAlias
from annotations.readers.native import SOURCES, ReleaseFolder, wrong
from annotations.sources import name_key


def write_sources(project: Project, release: ReleaseFolder) -> tuple[int, list[SourceAlias]]:
    """How many sources were written; their further names are given back, to be written after the articles."""
    rows: list[Source] = []
    aliases: list[SourceAlias] = []
    for form in release.sources() if (release.path / SOURCES).is_file() else _named_sources(release):
        try:
            rows.append(_source(project, form))
            aliases += [_alias(project, form, alias) for alias in form["aliases"]]
        except (KeyError, TypeError, ValueError) as error:
            raise wrong(f"Source {form.get('id')}", error) from None
    there = {row.id for row in rows}
    away = [row for row in rows if {row.parent_id, row.merged_into_id} - {None} - there]
    if away:
        raise Invalid({"file": [f"Source {away[0].id} leads to one that is not in the data set."]})
    Source.objects.bulk_create(rows, batch_size=answers.AT_ONCE)
    return len(rows), aliases


def _source(project: Project, form: Form) -> Source:
    return Source(
        id=UUID(form["id"]),
        project=project,
        name=form["name"],
        folded=name_key(form["name"]),
        kind=SourceKind(form["kind"]),
        parent_id=UUID(form["parent"]) if form["parent"] else None,
        merged_into_id=UUID(form["merged_into"]) if form["merged_into"] else None,
        article_id=UUID(form["article"]) if form["article"] else None,
        external_ids=form["external_ids"],
    )


def _alias(project: Project, source: Form, form: Form) -> SourceAlias:
    return SourceAlias(
        project=project,
        source_id=UUID(source["id"]),
        article_id=UUID(form["article"]) if form["article"] else None,
        text=form["text"],
        folded=name_key(form["text"]),
    )


def _named_sources(release: ReleaseFolder) -> Iterator[Form]:
    """Sources as far as answers name them, for a data set that has no file of them."""
    found: dict[str, Form] = {}
    rest: Form = {"parent": None, "article": None, "external_ids": {}, "aliases": []}
    for article, claims in release.articles():
        if article["outlet_id"]:
            outlet = {"id": article["outlet_id"], "name": article["outlet"], "kind": "media_outlet"}
            found.setdefault(article["outlet_id"], {"merged_into": None, **rest, **outlet})
        for claim in claims:
            forms = [form for one in claim["reviews"] for form in (*one["earlier"], one)]
            links = [link for form in (*forms, *claim["adjudications"]) for link in form["chain"] or ()]
            named = [link["source"] for link in links] + [one["origin"] for one in claim["evidence"]]
            found |= {source["id"]: {**rest, **source} for source in named if source}
    yield from found.values()
