"""What is looked for on every page. Each check names what it found, and test_looking.py shows that each can find."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Dialog, Page


class Complaints:
    """What the browser complained of: errors and warnings of its console, dialogs, scripts that failed."""

    def __init__(self, page: Page, expected: tuple[str, ...] = ()) -> None:
        self._heard: list[str] = []
        self._expected = expected
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._heard.append(f"script: {error}"))
        page.on("dialog", self._dialog)

    def unexpected(self) -> list[str]:
        """All but those in which one of the expected words stands."""
        return [each for each in self._heard if not any(word in each for word in self._expected)]

    def forget(self) -> None:
        self._heard.clear()

    def _console(self, message: ConsoleMessage) -> None:
        self._heard.append(f"{message.type}: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self._heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()
