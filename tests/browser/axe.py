"""axe-core in a page, and whether the page scrolls sideways."""

import hashlib
from pathlib import Path

from playwright.sync_api import Page

VENDOR = Path(__file__).parent / "vendor"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL_RULES = f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS}}}}})"
COLOURS = "axe.run(document, {runOnly: ['color-contrast']})"
WIDTHS = (1280, 320)
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def unchanged(name: str) -> bytes:
    """A file of the vendor folder, whose hash is the one that was written down when it was taken over."""
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    sums = {file: digest for digest, file in (line.split() for line in lines)}
    content = (VENDOR / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == sums[name], f"{name} is not the file that was taken over"
    return content


def violations(page: Page) -> list[str]:
    """What axe finds in both widths and both colour schemes; only colours change from light to dark."""
    page.evaluate(unchanged("axe.min.js").decode("utf-8"))
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(TWO_FRAMES)
        for scheme, rules in (("light", ALL_RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            state = f"{page.url} {width} {scheme}"
            found += [
                f"{state}: {one['id']}: {one['nodes'][0]['html'][:200]}"
                for one in page.evaluate(rules)["violations"]
            ]
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{page.url} {width}: scrolls sideways by {wider} px"] if wider > 0 else []
    return found
