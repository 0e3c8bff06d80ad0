"""What a browser has to load, and what our policy lets it run."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "annotations" / "static" / "annotations"
TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
STYLES = sorted((STATIC / "css").glob("*.css"))
LONGEST_MODULE = 120


def compressed(paths: list[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_all_scripts_together_weigh_less_than_60_kilobytes() -> None:
    assert 0 < compressed(SCRIPTS) <= 60_000


def test_all_styles_together_weigh_less_than_30_kilobytes() -> None:
    assert 0 < compressed(STYLES) <= 30_000


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_module_is_short_and_starts_by_init(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < LONGEST_MODULE
    assert "innerHTML =" not in text or path.name == "answer.js"
    assert not re.search(r"\.style\b|eval\(|new Function|document\.write", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_template_has_no_inline_script_style_or_handler(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"<style", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "|safe" not in text


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    rest = re.sub(r"@layer tokens \{.*?\n\}", "", text, flags=re.DOTALL)
    rest = re.sub(r"@media print \{.*", "", rest, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", rest) == []
    assert "url(" not in text
    assert "@import" not in text
