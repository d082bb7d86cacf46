"""The system's Chromium, driven by Playwright: one browser a module, a fresh context each test."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.missing import missing

QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
"""The browser talks to the page under test and to nobody else."""


PATIENCE = 15_000  # milliseconds; the machines that run this are shared
expect.set_options(timeout=PATIENCE)


def browser_program() -> str | None:
    """The first Chromium or Chrome of the system."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless browser for a module's tests; not for the session, because Playwright keeps an event loop running in this thread."""
    program = browser_program()
    if program is None:
        missing("no browser: apt-get install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET + sandbox)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty tab of a fresh context: English, UTC, 1280 by 900, fifteen seconds' patience."""
    context = chromium.new_context(locale="en-GB", timezone_id="UTC", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
