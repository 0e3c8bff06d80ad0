"""Label Studio's JSON: finished and all tasks, snapshots with everything in full, and the answer of /api/tasks.

The plain export names predictions by id only, but repeats one in full in each annotation made while it was on the
screen; from there it is taken. Files come in the database's order: tasks are sorted by `inner_id`.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from annotations.domain.errors import Unreadable
from annotations.readers.foreign.records import Answer, Item, Region, Relation
from annotations.readers.foreign.values import columns, moment, number, person, text_of, word

name = "label-studio"
ASSUMED_UNIT = "code-points"
LABELLED = ("labels", "hypertextlabels", "choices")
TEXT_COLUMNS = ("text", "content", "sentence", "claim")
DETAILS = (
    "ground_truth",
    "import_id",
    "unique_id",
    "parent_prediction",
    "parent_annotation",
    "last_action",
    "only_the_id",
)
"""Of an annotation, what is repeated in data sets of ours; the rest stays in the original, as it may name people."""


def items(files: Iterable[tuple[str, Any]]) -> list[Item]:
    """The tasks of all files in the order of the project. Raises Unreadable for what is no such export."""
    found: list[tuple[tuple[int, int], Item]] = []
    for file, content in files:
        tasks = content.get("tasks") if isinstance(content, Mapping) else content
        if not isinstance(tasks, list) or not all(isinstance(task, Mapping) for task in tasks):
            raise Unreadable(f"{file} is no list of Label Studio tasks. Export the project as JSON.")
        found += [
            (_order(task, place), _item(file, place, task)) for place, task in enumerate(tasks, start=1)
        ]
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def _order(task: Mapping[str, Any], place: int) -> tuple[int, int]:
    inner, own = task.get("inner_id"), task.get("id", place)
    key = inner if isinstance(inner, int) and inner else own
    return (key if isinstance(key, int) else 0, own if isinstance(own, int) else 0)


def _item(file: str, place: int, task: Mapping[str, Any]) -> Item:
    """A task; those made for an import have no number yet and go by their place in the file."""
    data = task.get("data")
    if not isinstance(data, Mapping):
        if "annotation_id" in task or "annotator" in task:
            raise Unreadable(
                f"{file} is Label Studio's JSON-MIN, which leaves out relations and predictions. Export as JSON."
            )
        raise Unreadable(f"{file} holds a task without 'data'; it is no Label Studio export.")
    key = word(task.get("id")) or f"{PurePath(file).stem}:{place}"
    column = _text_column(file, key, data)
    answers = [
        *(_answer("answer", key, annotation) for annotation in task.get("annotations") or []),
        *(_answer("prediction", key, prediction) for prediction in _predictions(task)),
        *(_answer("draft", key, draft) for draft in task.get("drafts") or []),
    ]
    comments = tuple(
        (person(comment.get("created_by")), str(comment.get("text") or ""))
        for comment in task.get("comments") or []
        if isinstance(comment, Mapping)
    )
    meta = task.get("meta")
    rest = {**columns(data, without={column}), **({"meta": meta} if meta else {})}
    return Item(key, text_of(file, key, data[column]), tuple(answers), comments, rest, ((file, task),))


def _text_column(file: str, key: str, data: Mapping[str, Any]) -> str:
    named = [column for column in TEXT_COLUMNS if isinstance(data.get(column), str)]
    texts = [column for column, value in data.items() if isinstance(value, str)]
    if named or len(texts) == 1:
        return (named or texts)[0]
    raise Unreadable(
        f"{file}: task {key} has no column 'text' among {', '.join(map(str, data)) or 'none'}; name it so."
    )


def _predictions(task: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The task's predictions, in full where the file has them anywhere."""
    shown = [annotation.get("prediction") for annotation in task.get("annotations") or []]
    in_full = {made["id"]: made for made in shown if isinstance(made, Mapping) and "id" in made}
    found = []
    for made in task.get("predictions") or []:
        bare = made if isinstance(made, Mapping) else {"id": made, "only_the_id": True}
        found.append(bare if isinstance(made, Mapping) else in_full.get(made, bare))
    return found


def _answer(kind: Any, task: str, form: Mapping[str, Any]) -> Answer:
    result = [entry for entry in form.get("result") or [] if isinstance(entry, Mapping)]
    regions = tuple(_region(entry) for entry in result if _is_region(entry))
    choices = [entry for entry in result if entry.get("type") == "choices" and not _is_region(entry)]
    notes = [entry for entry in result if entry.get("type") == "textarea"]
    relations = [entry for entry in result if entry.get("type") == "relation"]
    taken = {id(entry) for entry in (*choices, *notes, *relations)}
    others = [entry for entry in result if id(entry) not in taken and not _is_region(entry)]
    details = {name: form[name] for name in DETAILS if form.get(name) is not None}
    return Answer(
        kind=kind,
        key=str(form.get("id", "")),
        by="" if kind == "prediction" else person(form.get("completed_by", form.get("user"))),
        labels=tuple(
            (word(entry.get("from_name")), str(label)) for entry in choices for label in _labels(entry)
        ),
        regions=regions,
        relations=tuple(
            Relation(
                word(entry.get("from_id")),
                word(entry.get("to_id")),
                tuple(map(str, entry.get("labels") or ())),
            )
            for entry in relations
        ),
        notes=tuple(str(line) for entry in notes for line in _lines(entry)),
        made_at=moment(form.get("updated_at") or form.get("created_at")),
        seconds=number(form.get("lead_time")),
        is_cancelled=bool(form.get("was_cancelled")),
        model=word(form.get("model_version")) if kind == "prediction" else "",
        score=number(form.get("score")),
        details={**details, **({"results": others} if others else {})},
    )


def _is_region(entry: Mapping[str, Any]) -> bool:
    value = entry.get("value")
    return (
        entry.get("type") in LABELLED
        and isinstance(value, Mapping)
        and isinstance(value.get("start"), int)
        and isinstance(value.get("end"), int)
    )


def _region(entry: Mapping[str, Any]) -> Region:
    value = entry["value"]
    surface = value.get("text")
    return Region(
        id=word(entry.get("id")),
        start=value["start"],
        end=value["end"],
        labels=tuple(_labels(entry)),
        field=word(entry.get("from_name")),
        surface=surface if isinstance(surface, str) else None,
    )


def _labels(entry: Mapping[str, Any]) -> list[str]:
    value = entry.get("value")
    if not isinstance(value, Mapping):
        return []
    said = value.get(word(entry.get("type"))) or ()
    return [said] if isinstance(said, str) else [str(label) for label in said]


def _lines(entry: Mapping[str, Any]) -> list[str]:
    value = entry.get("value")
    said = value.get("text") if isinstance(value, Mapping) else None
    return [said] if isinstance(said, str) else [str(line) for line in said or ()]
