"""Feeds and tables: every item or row an article, or the rows of one article its sentences; or a refusal in words."""

import json

import orjson
import pytest

from annotations.domain.claim_lines import COLUMNS
from annotations.domain.errors import Invalid
from annotations.readers import many
from tests.readers.office import FEED


def claims(prepared: many.Prepared) -> list[str]:
    return [line.split("\t")[COLUMNS.index("text")] for line in prepared.claims.text.splitlines()]


def test_every_item_of_a_feed_with_words_is_an_article() -> None:
    first, second = many.read(FEED, format="rss")
    draft = first.incoming.draft
    assert (draft.title, draft.outlet, draft.url) == (
        "Bridge closed 🌉",
        "Harbour Post",
        "https://post.example/1",
    )
    assert draft.published_at is not None
    assert draft.published_at.isoformat() == "2026-01-05T09:00:00+00:00"
    assert claims(first) == [
        "Bridge closed 🌉",
        "The bridge was closed on Monday.",
        "Two cables “snapped”.",
    ]
    assert b"<content:encoded" in first.incoming.content
    assert b"Rain" not in first.incoming.content
    assert (second.incoming.draft.title, second.incoming.draft.url) == ("Rain", "")
    assert "It rained & rained all day." in second.incoming.draft.text


ARTICLES = [
    {"body": "One. Two.", "headline": "A"},
    {"body": "Three 🌊.", "headline": "B", "url": "https://e.example/"},
]


def test_rows_of_a_table_are_articles_under_usual_names() -> None:
    data = b"\n".join(map(orjson.dumps, ARTICLES))
    first, second = many.read(data, format="jsonl")
    assert (first.incoming.draft.title, claims(first)) == ("A", ["One.", "Two."])
    assert second.incoming.draft.url == "https://e.example/"
    assert json.loads(second.incoming.content) == ARTICLES[1]


def test_rows_of_one_article_are_its_claims_in_order() -> None:
    table = "doc,n,s\na,2,It rained. All day.\nb,1,Other\na,1,“Mr. X” spoke\n"
    mapping = {"text": "s", "article": "doc", "position": "n"}
    first, second = many.read(table.encode(), format="csv", mapping=mapping)
    assert claims(first) == ["“Mr. X” spoke", "It rained. All day."]
    assert claims(second) == ["Other"]


def test_cells_may_hold_line_ends_quotes_and_other_separators() -> None:
    (only,) = many.read('text;title\n"He said ""no"".\nThen; he left.";T\n'.encode("cp1252"), format="csv")
    assert only.incoming.draft.text == 'He said "no".\nThen; he left.'


@pytest.mark.parametrize(
    ("data", "format", "mapping", "words"),
    [
        (b'{"a": "x"}', "jsonl", None, r"which column is the text .*has a"),
        (b'{"text": "x"}', "jsonl", {"text": "body"}, "no column 'body'; it has text"),
        (b'{"text": "x"}', "jsonl", {"tex": "text"}, "An article has no 'tex'"),
        (b'{"text": "x"}\n{"text": ', "jsonl", None, "Line 2 is no JSON"),
        (b'{"text": "x"}\n[1]', "jsonl", None, "Line 2 is no JSON object"),
        (b'{"text": "x"}\n{"text": ""}', "jsonl", None, "Row 2 has no text"),
        (b'{"text": "x", "date": "soon"}', "jsonl", None, "Row 1: 'soon' is no time"),
        (b'{"text": "x", "article": "a", "position": "one"}', "jsonl", None, "does not hold a number"),
        (b"text,title\na,b\nc\n", "csv", None, r"Row 2 \(line 3\) has 1 cells, the head 2"),
        (b"text,text\na,b\n", "csv", None, "Two columns"),
        (b"text\n", "csv", None, "no rows"),
        (b"  ", "csv", None, "empty"),
        (b"<html><body>x</body></html>", "rss", None, "no RSS or Atom feed"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "rss", None, "no items"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rss version="2.0"/>', "rss", None, "declares entities"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    data: bytes, format: str, mapping: dict[str, str] | None, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        many.read(data, format=format, mapping=mapping)
