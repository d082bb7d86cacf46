"""The desk beside a trivial Streamlit app, each in a process of its own, in a real browser."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench import Figure, Run
from consent_gate.cli.supervise import free_port
from consent_gate.cli.ui import desk_script
from consent_gate.gate import Gate
from consent_gate.release.archives import ensure_archive
from policy_versions.identity import identity_of
from policy_versions.model import Actor, Version
from policy_versions.policy_yaml import parse_policy

LONG, WIDE, DRAFT = "long-lived", "much-changed", "overhaul"
VERSIONS, CHANGES = 1000, 300
WRITER = Actor("bench@example.org")
BEGUN = datetime(2015, 1, 1, tzinfo=UTC)
POLICY = """title: Terms of the harbour's mooring register
controller: {{id: harbour, name: The Harbour Office}}
language: en
effective: {effective}
summary: Clause {number} was written anew.
recipients:
  - {{id: insurers, name: Insurers}}
permissions:
  - id: berths
    text: We use your boat's details to give you a berth.
    data: [user.contact]
    use: [essential.service]
    basis: contract
promises: []
"""
CLAUSE = "We keep the {thing} of your boat number {n} for {days} days after it leaves the harbour, and then we delete it."
THINGS = ("length", "name", "draught", "flag", "insurance", "home port", "engine number", "colour")


def text(clauses: int, days: int, *, changed: range = range(0), to: int = 0) -> str:
    """A policy of so many clauses under headings of ten; those of `changed` keep their data for `to` days."""
    lines = ["# Mooring register", ""]
    for n in range(clauses):
        if n % 10 == 0:
            lines += [f"## Part {n // 10 + 1}", ""]
        lines += [CLAUSE.format(thing=THINGS[n % len(THINGS)], n=n, days=to if n in changed else days), ""]
    return "\n".join(lines)


def prepare(folder: Path, versions: int = VERSIONS, changes: int = CHANGES) -> None:
    """A policy of many versions, and one whose draft changes many clauses."""
    ensure_archive(folder / "archive")
    with Gate.open(f"sqlite:///{folder}/ledger.db", folder / "archive", keys=folder / "keys") as gate:
        for number in range(1, versions + 1):
            days = 30 + number % 60
            _publish(gate, LONG, number, text(60, 30, changed=range(number % 60, number % 60 + 2), to=days))
        before = text(changes + 50, 30)
        _publish(gate, WIDE, 1, before)
        files = {"policy.yaml": _policy(1), "en.md": before.encode()}
        first = gate.archive.start_draft(WIDE, "first", actor=WRITER, files=files)
        frozen = gate.archive.freeze(WIDE, 1, first.commit, message_fields={}, actor=WRITER)
        gate.archive.delete_draft(WIDE, "first", expected=first.commit)
        draft = gate.archive.start_draft(WIDE, DRAFT, base=frozen.number, actor=WRITER)
        after = text(changes + 50, 30, changed=range(changes), to=90)
        gate.archive.save(WIDE, DRAFT, {"en.md": after.encode()}, expected=draft.commit, actor=WRITER, message="Write it anew")


def _policy(number: int) -> bytes:
    return POLICY.format(effective=(BEGUN + timedelta(days=number)).isoformat(), number=number).encode()


def _publish(gate: Gate, slug: str, number: int, words: str) -> None:
    files = {"policy.yaml": _policy(number), "en.md": words.encode()}
    policy = parse_policy(files["policy.yaml"], path="policy.yaml")
    version = Version(
        slug=slug, number=number, policy=policy, texts={"en": words}, identity=identity_of(files),
        effective=policy.effective or BEGUN, imported=True,
    )  # fmt: skip
    gate.ledger.add_version(version, files=files)


TRIVIAL = """import streamlit as st
with st.sidebar:
    who = st.text_input("Working as", key="who")
st.title("Trivial")
st.write(f"Hello {who}")
"""
OBSERVER = """
window.drawn = window.asked = window.last = 0;
const note = () => { window.last = performance.now(); };
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(...named) { super(...named); this.addEventListener("message", note); }
};
new MutationObserver((changes) => {
  const main = document.querySelector("[data-testid=stMain]");
  if (main && changes.some((change) => main.contains(change.target))) note();
  const app = document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
  if (!window.drawn && app && main && main.querySelector("h1")) window.drawn = performance.now();
}).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
addEventListener("keydown", (event) => { if (event.key === "Enter") window.asked = window.last = performance.now(); }, true);
"""
"""Notes in the page itself when it was drawn, when Enter was pressed, and when the server's last message came or the page last changed."""

PAGES = {
    f"Policies, {VERSIONS:,} versions": f"?policy={LONG}",
    f"Version, {VERSIONS:,} versions": f"version?policy={LONG}&version={LONG}@{VERSIONS // 2}",
    f"Compare, {VERSIONS:,} versions": f"compare?policy={LONG}",
    f"Consent, {VERSIONS:,} versions": f"consent?policy={LONG}",
    f"Policies, {CHANGES} changes": f"?policy={WIDE}",
    f"Draft, {CHANGES} changes": f"draft?policy={WIDE}&draft={DRAFT}",
    f"Compare, {CHANGES} changes": f"compare?policy={WIDE}",
    f"Review, {CHANGES} changes": f"review?policy={WIDE}&draft={DRAFT}",
    "Audit": "audit",
}
TURNS = 4
BROWSERS = 20


def measure(run: Run) -> Iterator[Figure]:
    """A re-run and the first paint of each page above the trivial app's, and the server's memory with 20 browsers open."""
    prepare(run.folder)
    trivial = run.folder / "trivial.py"
    trivial.write_text(TRIVIAL)
    with ExitStack() as stack:
        bare, _ = stack.enter_context(_server(run.folder, trivial))
        ours, pid = stack.enter_context(_server(run.folder, desk_script()))
        browser = stack.enter_context(_browser())
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_init_script(OBSERVER)
        for address in (bare, *(f"{ours}/{path}" for path in PAGES.values())):
            _times(context, address, turns=2)  # what is loaded and compared once for all is not what is measured
        for name, path in PAGES.items():
            limit, value = _times(context, bare), _times(context, f"{ours}/{path}")
            yield Figure(
                name=f"{name}: re-run above a trivial app's", value=(value[1] - limit[1]), unit=f"ms (of {value[1]:.0f})", at_most=100
            )
            yield Figure(
                name=f"{name}: first paint above a trivial app's", value=(value[0] - limit[0]), unit=f"ms (of {value[0]:.0f})", at_most=500
            )
        context.close()
        yield _memory(browser, ours, pid)


def _times(context: BrowserContext, address: str, *, turns: int = TURNS) -> tuple[float, float]:
    """Milliseconds to the first paint, and of a re-run: the quickest of several, since what is slower was disturbed."""
    paints, runs = [], []
    for turn in range(turns):
        page = context.new_page()
        page.goto(address)
        page.wait_for_function("window.drawn > 0", timeout=PATIENCE)
        paints.append(float(page.evaluate("window.drawn")))
        page.wait_for_function(QUIET, timeout=PATIENCE)
        if turn > 0:
            for name in ("ada@example.org", "ben@example.org", "cleo@example.org"):
                field = page.get_by_role("textbox", name="Working as")
                field.fill(name)
                field.press("Enter")
                page.wait_for_function(QUIET, timeout=PATIENCE)
                runs.append(float(page.evaluate("window.last - window.asked")))
                page.evaluate("window.asked = 0")
        page.close()
    return min(paints), min(runs)


def _memory(browser: Browser, address: str, pid: int) -> Figure:
    """The server's resident memory while as many people look at the dearest pages."""
    paths = list(PAGES.values())
    contexts = []
    for number in range(BROWSERS):
        contexts.append(browser.new_context(viewport={"width": 640, "height": 480}))
        contexts[-1].add_init_script(OBSERVER)
        page = contexts[-1].new_page()
        page.goto(f"{address}/{paths[number % len(paths)]}")
        page.wait_for_function("window.drawn > 0", timeout=PATIENCE)
    status = Path(f"/proc/{pid}/status").read_text()
    held = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024
    for context in contexts:
        context.close()
    return Figure(name=f"memory of the desk, {BROWSERS} browsers open", value=held, unit="MB", at_most=1024)


PATIENCE = 120_000
QUIET = "window.last > window.asked && performance.now() - window.last > 500"
"""Nothing has come and nothing has changed for half a second: the run is over, and so is its drawing."""


@contextmanager
def _browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None)
    if program is None:
        raise LookupError("no browser: apt-get install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--disable-gpu", "--disable-dev-shm-usage", *sandbox])
        yield browser
        browser.close()


@contextmanager
def _server(folder: Path, script: Path) -> Iterator[tuple[str, int]]:
    """A Streamlit server of its own with the desk's configuration; its address and process."""
    port = free_port(0)
    environment = {
        **os.environ,
        "RECONSENT_ARCHIVE": str(folder / "archive"),
        "RECONSENT_DATABASE_URL": f"sqlite:///{folder / 'ledger.db'}",
        "RECONSENT_KEYS": str(folder / "keys"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.address=127.0.0.1", f"--server.port={port}"]
    with (folder / f"{port}.log").open("wb") as log:
        child = subprocess.Popen([*command, "--server.headless=true"], env=environment, stdout=log, stderr=log, cwd=desk_script().parent)
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()  # noqa: S310 - our own server
                    break
                except OSError:
                    time.sleep(0.1)
            yield address, child.pid
        finally:
            child.terminate()
            child.wait(30)
