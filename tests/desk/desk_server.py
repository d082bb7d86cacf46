"""The desk as a child process on an example of its own, and how a test finds its way about it."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from consent_gate.cli.example import lay_out
from consent_gate.cli.supervise import free_port
from consent_gate.cli.ui import desk_command
from consent_gate.gate import Gate
from consent_gate.release import DraftName, ReviewVerdict, decide, standing_of
from desk import words
from policy_versions import Actor

POLICY, DRAFT = "privacy", "wider-reach"
STARTING = 120.0  # seconds; Streamlit's imports take long on a machine that is shared
SETTLING = 60_000  # milliseconds


def example(folder: Path) -> Path:
    """The example laid out in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    lay_out(folder, public_url="http://127.0.0.1:8410")
    return folder


@contextmanager
def desk_at(folder: Path, *, port: int | None = None, within: Path | None = None, **settings: str) -> Iterator[str]:
    """Serve the desk on what lies in `folder`, started from the folder `within`; yields its address."""
    port = port or free_port(0)
    environment = {
        **os.environ,
        "RECONSENT_ARCHIVE": str(folder / "archive"),
        "RECONSENT_DATABASE_URL": f"sqlite:///{folder / 'ledger.db'}",
        "RECONSENT_KEYS": str(folder / "keys"),
        "PYTHONPATH": os.pathsep.join(sys.path),
        **settings,
    }
    with (folder / "desk.log").open("wb") as log:
        child = subprocess.Popen(
            [*desk_command(host="127.0.0.1", port=port), "--server.headless=true"],
            env=environment,
            cwd=within,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", child)
            yield f"http://127.0.0.1:{port}"
        finally:
            child.terminate()
            child.wait(timeout=20)


@contextmanager
def pages_at(folder: Path) -> Iterator[str]:
    """Serve the prompt pages of what lies in `folder`; yields their address."""
    port = free_port(0)  # not the usual one: another run of the tests may have it
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "RECONSENT_ARCHIVE": str(folder / "archive"),
        "RECONSENT_DATABASE_URL": f"sqlite:///{folder / 'ledger.db'}",
        "RECONSENT_KEYS": str(folder / "keys"),
        "RECONSENT_PORT": str(port),
        "RECONSENT_API_PORT": str(free_port(0)),
        "RECONSENT_PUBLIC_URL": address,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    with (folder / "pages.log").open("wb") as log:
        command = [sys.executable, "-m", "consent_gate.cli", "serve"]
        child = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(f"{address}/livez", child)
            yield address
        finally:
            child.terminate()
            child.wait(timeout=20)


def _wait(address: str, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        assert child.poll() is None, "the desk ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the desk did not answer in time")


WATCHING = """
window.asked = window.answered = 0;
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(...named) { super(...named); this.addEventListener("message", () => { window.answered = performance.now(); }); }
  send(data) { window.asked = performance.now(); super.send(data); }
};
"""
SETTLED = """() => window.answered > window.asked && performance.now() - window.answered > 150
  && document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]") !== null"""


def settled(page: Page) -> None:
    """Wait until the server has answered all that the page asked, and the page has been drawn to its end."""
    page.wait_for_function(SETTLED, timeout=SETTLING)


def open_at(page: Page, address: str, name: str) -> None:
    """Load a page of the desk by its address."""
    page.goto(f"{address}/{name}")
    settled(page)
    expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=SETTLING)


def turn_to(page: Page, title: str) -> None:
    """Go to a page by its link in the side bar, as people do, so that what was typed stays."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=re.compile(title)).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible(timeout=SETTLING)
    settled(page)


def work_as(page: Page, label: str, who: str) -> None:
    """Give a name in the side bar."""
    field = page.get_by_role("textbox", name=label)
    field.fill(who)
    field.press("Enter")
    settled(page)


def decide_all(page: Page, folder: Path, who: Actor) -> None:
    """Confirm the first change by its form as carried by the new permission; override the rest, for speed not by the forms."""
    ties = page.get_by_role("combobox", name=words.TIE)
    ties.click()
    ties.fill("maker-browsing")
    page.get_by_role("option", name="adds maker-browsing").click()
    page.keyboard.press("Escape")
    _choose(page, words.VERDICTS["confirmed"])
    page.get_by_role("button", name=re.compile(words.DECIDE)).click()
    expect(page.get_by_text(re.compile(r"^1 of \d+ decided$"))).to_be_visible(timeout=SETTLING)
    settled(page)
    with Gate.open(f"sqlite:///{folder / 'ledger.db'}", folder / "archive", keys=folder / "keys") as gate:
        for flag in standing_of(gate, POLICY, DRAFT).open_flags():
            decide(
                gate, DraftName(POLICY, DRAFT), flag.id, ReviewVerdict.OVERRIDDEN, actor=who, reason="The order history already allowed it."
            )
    turn_to(page, words.COMPARE)
    turn_to(page, words.REVIEW)
    expect(page.get_by_text(words.NOTHING_TO_DECIDE)).to_be_visible(timeout=SETTLING)


def _choose(page: Page, label: str) -> None:
    """Choose a radio button as people do, by its words."""
    radio = page.get_by_role("radio", name=label)
    expect(radio).to_have_count(1)
    page.get_by_text(label, exact=True).first.click()
    expect(radio).to_be_checked()
