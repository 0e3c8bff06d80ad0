"""What foreign data sets may hold, read without any file of theirs at hand."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import regex
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.errors import AlreadyThere, Invalid, NotPermitted, Unreadable
from annotations.domain.vocabulary import MemberRole
from annotations.intake import import_foreign
from annotations.models import Article, Claim, Comment, Decision, LedgerEntry, Project, User
from annotations.readers import foreign
from annotations.readers.foreign.mapping import meaning_of
from annotations.readers.foreign.units import converter
from tests.factories import make_member

TEXT = "Rents doubled 🏘️, says the tenants’ league 👍🏽."


def doccano(*examples: dict[str, Any], unit: str | None = None, name: str = "all.jsonl") -> foreign.Dataset:
    content = "\n".join(json.dumps({"id": number, **one}) for number, one in enumerate(examples, start=1))
    return foreign.read([(name, content.encode())], format="doccano", unit=unit)


def label_studio(*results: dict[str, Any], text: str = TEXT) -> foreign.Dataset:
    annotation = {"id": 1, "completed_by": 1, "result": list(results)}
    task = {"id": 1, "data": {"text": text}, "annotations": [annotation]}
    return foreign.read([("x.json", json.dumps([task]).encode())], format="label-studio")


def region(
    start: int, end: int, label: str = "Cue", text: str | None = None, id: str = "a"
) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label], **({} if text is None else {"text": text})}
    return {"id": id, "type": "labels", "from_name": "attribution", "to_name": "text", "value": value}


@given(st.text(min_size=1).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)), st.data())
def test_an_offset_of_any_unit_leads_to_the_same_character(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert converter(text, "utf-16")(len(text[:at].encode("utf-16-le")) // 2) == at
    assert converter(text, "code-points")(at) == at
    clusters = regex.findall(r"\X", text)
    count = data.draw(st.integers(0, len(clusters)))
    assert converter(text, "graphemes")(count) == len("".join(clusters[:count]))


def test_half_a_character_is_no_place() -> None:
    assert converter("🌊a", "utf-16")(1) is None
    assert converter("🌊a", "utf-16")(4) is None


def test_an_end_beyond_the_code_points_proves_utf_16() -> None:
    end = len(TEXT.encode("utf-16-le")) // 2
    dataset = doccano({"text": TEXT, "label": [[end - 5, end - 1, "Cue"]]})
    (answer,) = dataset.items[0].answers
    assert (dataset.unit, TEXT[answer.regions[0].start : answer.regions[0].end]) == ("utf-16", "👍🏽")


def test_where_all_units_mean_the_same_words_none_is_asked_for() -> None:
    assert doccano({"text": TEXT, "label": [[0, 5, "Cue"]]}).items


def test_the_words_in_the_file_tell_the_unit() -> None:
    start = len(TEXT[: TEXT.index("says")].encode("utf-16-le")) // 2
    dataset = label_studio(region(start, start + 4, text="says"))
    assert dataset.unit == "utf-16"
    with pytest.raises(Invalid, match="where the file says 'cries'"):
        label_studio(region(0, 5, text="cries"))


def test_a_span_that_fits_nowhere_is_named() -> None:
    with pytest.raises(Invalid, match="Item 1: the span 0–99"):
        doccano({"text": "short", "label": [[0, 99, "Cue"]]})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'[{"id": 1}]', "without 'data'"),
        (b'[{"id": 1, "annotator": 2, "text": "x"}]', "JSON-MIN"),
        (b'{"no": 1}', "no list of Label Studio tasks"),
        (b"[{,}]", "no JSON"),
        (b'[{"id": 1, "data": {"text": "  "}}]', "has no text"),
        (b'[{"id": 1, "data": {"text": "a\\u0000b"}}]', "NUL"),
        ("[{“}]".encode("utf-16"), "not UTF-8"),
        (b'[{"id": 1, "data": {"text": "a"}}, {"id": 1, "data": {"text": "b"}}]', "there twice"),
    ],
)
def test_what_is_no_export_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        foreign.read([("x.json", content)], format="label-studio")


def test_one_choice_may_stand_without_a_list() -> None:
    choice = {
        "id": "c",
        "type": "choices",
        "from_name": "status",
        "to_name": "text",
        "value": {"choices": "refuted"},
    }
    assert label_studio(choice).items[0].answers[0].labels == (("status", "refuted"),)


def test_files_of_two_projects_are_told_apart() -> None:
    files = [("anna.jsonl", b'{"id": 1, "text": "a"}'), ("ben.jsonl", b'{"id": 1, "text": "b"}')]
    with pytest.raises(Unreadable, match="two projects"):
        foreign.read(files, format="doccano")


def test_two_statuses_at_once_have_no_word_here_and_stay() -> None:
    dataset = doccano({"text": "It rained.", "label": ["supported", "Refuted", "Pants on fire"]})
    meaning = meaning_of(dataset.items[0].answers[0], dataset.items[0])
    assert meaning.verification is None
    assert [label for _, label in meaning.unmapped] == ["supported", "Refuted", "Pants on fire"]
    seen = foreign.preview(dataset)
    assert {count.label: count.becomes for count in seen.labels} == {
        "supported": "Supported",
        "Refuted": "Refuted",
        "Pants on fire": "",
    }


def test_relations_tie_sources_to_their_own_cues() -> None:
    text = "WSJ reports that an official said it rained."
    spans = {"WSJ": "Source", "reports": "Cue", "that an official said it rained": "Content"}
    inner = {"an official": "Source", "said": "Cue", "it rained": "Content"}
    results, ids = [], {}
    for number, (words, label) in enumerate([*spans.items(), *inner.items()]):
        start = text.index(words)
        ids[words] = f"r{number}"
        results.append(region(start, start + len(words), label, words, ids[words]))
    ties = [
        ("reports", "WSJ"),
        ("reports", "that an official said it rained"),
        ("said", "an official"),
        ("said", "it rained"),
    ]
    relations = [{"type": "relation", "from_id": ids[a], "to_id": ids[b], "labels": ["has"]} for a, b in ties]
    dataset = label_studio(*results, *relations, text=text)
    meaning = meaning_of(dataset.items[0].answers[0], dataset.items[0])
    assert [link.source_name for link in meaning.chain or ()] == ["WSJ", "an official"]
    assert not meaning.loose


@pytest.mark.django_db
class TestStoring:
    def test_a_second_time_is_refused_and_nothing_stored(self, project: Project, editor: User) -> None:
        import_foreign(project, doccano({"text": "One.", "label": ["refuted"]}), by=editor)
        before = LedgerEntry.objects.count()
        with pytest.raises(AlreadyThere, match="Item 1 is already there"):
            import_foreign(project, doccano({"text": "One.", "label": ["refuted"]}), by=editor)
        assert (Article.objects.count(), LedgerEntry.objects.count()) == (1, before)

    def test_reviewers_may_not(self, project: Project) -> None:
        with pytest.raises(NotPermitted):
            import_foreign(project, doccano({"text": "One."}), by=make_member(project))

    def test_a_person_can_be_a_member_of_the_project(self, project: Project, editor: User) -> None:
        anna = make_member(project)
        dataset = doccano({"text": "One.", "label": ["refuted"], "Comments": ["hm"]}, name="anna.jsonl")
        import_foreign(project, dataset, by=editor, people={"anna": anna})
        assert Decision.objects.get().reviewer == anna == Comment.objects.get().author
        with pytest.raises(Invalid, match="Not in the project"):
            import_foreign(
                project, doccano({"text": "Two."}), by=editor, people={"ben": User(username="ben")}
            )

    def test_edges_of_white_space_are_gaps_and_spans_stand(self, project: Project, editor: User) -> None:
        text = "\u00a0 Line one.\nSaid\tit. \n"
        start = text.index("Said")
        import_foreign(project, doccano({"text": text, "label": [[start, start + 4, "Cue"]]}), by=editor)
        article, claim = Article.objects.get(), Claim.objects.get()
        assert (article.text, claim.text) == (text, text.strip())
        assert article.gaps == [[0, 2], [len(text.rstrip()), len(text)]]
        (record,) = claim.foreign.filter(kind="answer")
        assert article.text[slice(*(record.regions[0][name] for name in ("start", "end")))] == "Said"

    def test_the_ledger_says_who_brought_whose_answers(self, project: Project, editor: User) -> None:
        import_foreign(project, doccano({"text": "One.", "label": ["refuted"]}), by=editor)
        entries = LedgerEntry.objects.filter(project_id=project.id).order_by("seq")
        assert [entry.verb for entry in entries] == ["article_imported", "imported", "dataset_imported"]
        assert {entry.actor for entry in entries} == {str(editor.pk)}

    def test_the_command_asks_for_the_unit_and_stores_nothing_in_a_preview(
        self, project: Project, tmp_path: Path
    ) -> None:
        editor = make_member(project, MemberRole.EDITOR)
        file = tmp_path / "all.jsonl"
        file.write_text(json.dumps({"id": 1, "text": TEXT, "label": [[14, 17, "Cue"]]}))
        options = {"format": "doccano", "project": project.slug, "person": editor.username}
        with pytest.raises(CommandError, match="--offsets code-points or utf-16") as refused:
            call_command("import_dataset", str(file), **options)
        assert refused.value.returncode == 2
        out = StringIO()
        call_command("import_dataset", str(file), **options, offsets="utf-16", preview=True, stdout=out)
        assert "Cue (1) -> cue" in out.getvalue()
        assert "'🏘️'" in out.getvalue()
        assert not Article.objects.exists()
        call_command("import_dataset", str(file), **options, offsets="utf-16")
        assert Article.objects.count() == 1
