"""Listens to a page: errors in its console, breaches of its policy, requests to others, servers' failures."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Response

POLICY = """addEventListener("securitypolicyviolation",
  (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""


class Watch:
    """`troubles` in the order in which they came; `expected` are statuses of answers that a test provokes."""

    def __init__(self, page: Page, *, expected: Iterable[int] = ()) -> None:
        self.troubles: list[str] = []
        self.expected = set(expected)
        page.add_init_script(POLICY)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("response", self._response)
        page.on("request", lambda request: self._host(page, request.url))

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium repeats each failed request here; what is expected of them is said by their status.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.troubles.append(f"{message.location.get('url')}: {message.type}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.troubles.append(f"{response.request.method} {response.url}: {response.status}")

    def _host(self, page: Page, url: str) -> None:
        asked, own = urlsplit(url), urlsplit(page.url)
        if asked.scheme in ("http", "https") and own.scheme.startswith("http") and asked.netloc != own.netloc:
            self.troubles.append(f"{page.url} asks {url}")
