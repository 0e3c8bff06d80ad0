"""Static files come under names that carry their hash, with a browser's leave to keep them."""

import json
import re
import urllib.request
from typing import Any

import pytest

from tests.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.slow]

IMPORT = re.compile(r"""(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")


@pytest.fixture(scope="module")
def names(live_stack: Stack) -> dict[str, str]:
    """Our own static files: name without hash → name with it."""
    manifest: dict[str, Any] = json.loads((live_stack.var_dir / "static" / "staticfiles.json").read_text())
    return {name: hashed for name, hashed in manifest["paths"].items() if name.startswith("annotations/")}


def test_each_kind_is_served_and_may_be_kept(live_stack: Stack, names: dict[str, str]) -> None:
    for kind in (".css", ".js", ".svg"):
        name = next(hashed for plain, hashed in sorted(names.items()) if plain.endswith(kind))
        with urllib.request.urlopen(f"{live_stack.url}static/{name}") as answer:
            assert "immutable" in answer.headers["Cache-Control"], name
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_modules_import_each_other_by_their_hashed_names(live_stack: Stack, names: dict[str, str]) -> None:
    folder = live_stack.var_dir / "static"
    imports = {
        (plain, target)
        for plain, hashed in names.items()
        if plain.endswith(".js") and "/vendor/" not in plain
        for target in IMPORT.findall((folder / hashed).read_text())
    }
    assert imports, "no module of ours imports another: this test has nothing to look at"
    assert {pair for pair in imports if not re.search(r"\.[0-9a-f]{12}\.js$", pair[1])} == set()
