"""A skipped test proves nothing, so a run with one that is not on the list fails."""

from pathlib import Path

import pytest

LIST = Path(__file__).parent / "allowed_skips.txt"


def allowed_reasons(content: str) -> list[str]:
    """The beginnings of reasons, without comments and empty lines."""
    lines = (line.strip() for line in content.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


class SkipGuard:
    """Collects skips that are not on the list and fails the run for them."""

    def __init__(self, allowed: list[str]) -> None:
        self.allowed = tuple(allowed)
        self.unexpected: list[str] = []

    def note(self, where: str, reason: str) -> None:
        reason = reason.removeprefix("Skipped: ").strip()
        if not (self.allowed and reason.startswith(self.allowed)):
            self.unexpected.append(f"{where}: {reason or 'no reason given'}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.note(report.nodeid, reason)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.note(report.nodeid, reason)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.unexpected and exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.unexpected:
            terminalreporter.section("skips that are not on tests/allowed_skips.txt: the run fails", red=True)
            for line in self.unexpected:
                terminalreporter.write_line(line)
