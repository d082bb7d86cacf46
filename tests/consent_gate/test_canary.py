"""A person with unmistakable names goes the whole way, through the service, the command line and the library, and is erased.

Nothing of them shows where nobody asked for them: not in logs, metrics, error pages or messages of errors; and after
they are erased not in any table, export, file of the database, or evidence.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from consent_gate.gate import Gate
from consent_gate.ledger import schema
from consent_gate.ledger.database import Database
from policy_versions.archive import Archive
from tests.consent_gate.prompts.house import House, open_house
from tests.consent_gate.service.form import form_of

SUBJECT = "zyxcanary-ottoline.quackenbush@example.org"
LINKED = "zyxcanary-second-id"
ITEM = "zyxcanary-order-41807"
CLERK = "zyxcanary-clerk@example.org"
MARK = b"zyxcanary"


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    url = f"sqlite:///{tmp_path}/ledger.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        database = Database(url)
        schema.migrate(database)
        database.close()
    Archive.create(tmp_path / "archive").close()
    opened = open_house(tmp_path, url=url)
    opened.gate.close()
    return opened


class Town:
    """Everything that was said on the way and is nobody's business."""

    def __init__(self, house: House, folder: Path) -> None:
        self.folder = folder
        self.said: list[bytes] = []
        self.pages, self.api = _free(), _free()
        self.environment = {
            **os.environ,
            "RECONSENT_DATABASE_URL": house.url,
            "RECONSENT_KEYS": str(house.keys),
            "RECONSENT_ARCHIVE": str(folder / "archive"),
            "RECONSENT_PORT": str(self.pages),
            "RECONSENT_API_PORT": str(self.api),
            "RECONSENT_PUBLIC_URL": f"http://127.0.0.1:{self.pages}",
            "PYTHONWARNINGS": "error",
        }

    def run(self, *arguments: str, code: int = 0) -> str:
        """A command; what it says on standard error is kept, and all of what a failing one says."""
        done = subprocess.run(
            [sys.executable, "-m", "consent_gate.cli", *arguments],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, done.stderr
        self.said.append(done.stderr.encode())
        if code == 2:
            self.said.append(done.stdout.encode())
        return done.stdout

    def refused(self, answer: httpx.Response) -> None:
        """An error page, or a problem: kept with its headers."""
        assert answer.status_code >= 400
        self.said.append(answer.content + repr(answer.headers).encode())

    @contextmanager
    def serving(self) -> Iterator[tuple[httpx.Client, httpx.Client]]:
        key = self.run("api-key", "add", "shop").strip()
        log = self.folder / "serve.log"
        with log.open("wb") as out:
            server = subprocess.Popen([sys.executable, "-m", "consent_gate.cli", "serve"], env=self.environment, stdout=out, stderr=out)
        try:
            with (
                httpx.Client(base_url=f"http://127.0.0.1:{self.pages}", timeout=30) as pages,
                httpx.Client(base_url=f"http://127.0.0.1:{self.api}", timeout=30, headers={"authorization": f"Bearer {key}"}) as api,
            ):
                _wait_for(pages, api)
                yield pages, api
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
        self.said.append(log.read_bytes())


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(*clients: httpx.Client) -> None:
    for client in clients:
        for _ in range(300):
            try:
                if client.get("/readyz").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.1)
        else:
            pytest.fail("the server does not answer")


def over_http(town: Town, pages: httpx.Client, api: httpx.Client) -> None:
    """Record, check, ask, answer, take back, fail."""
    datum = {"subject": SUBJECT, "data": "user.name", "item": ITEM, "collected_at": "2026-07-01T00:00:00Z"}
    assert api.post("/v1/records", json=datum, headers={"idempotency-key": "zyxcanary-key"}).status_code < 300
    question = {"subject": SUBJECT, "use": "essential.service", "data": "user.name", "item": ITEM}
    assert api.post("/v1/check", json=question).json()["verdict"] == "allowed"
    prompt = api.post("/v1/prompts", json={"subject": SUBJECT}).json()
    path = "/p/" + prompt["token"]
    form = form_of(pages.get(path).text)
    offered = pages.post(path, data=form.press("given", "insurer-offers"))
    assert offered.status_code == 303
    assert pages.get(offered.headers["location"]).status_code == 200
    offer = "privacy/insurer-offers@2"
    again = {"subject": SUBJECT, "answers": {offer: "refused"}, "method": "phone", "actor": {"id": CLERK}}
    assert api.post("/v1/answers", json=again).status_code == 200
    assert api.post("/v1/withdrawals", json={"subject": SUBJECT, "permission": "reminders", "method": "phone"}).status_code == 200
    town.refused(pages.get(f"/p/{SUBJECT}"))
    town.refused(pages.post(path, data={"page": SUBJECT, "answer": ITEM}))
    town.refused(pages.get(f"/receipt/{SUBJECT}"))
    town.refused(pages.get(f"/{SUBJECT}"))
    town.refused(pages.put(path, content=SUBJECT))
    town.refused(api.post("/v1/check", json={"subject": SUBJECT, "item": ITEM}))
    town.refused(api.post("/v1/check", json={**question, "at": f"{SUBJECT}"}))
    town.refused(api.post("/v1/check", content=f'{{"subject": "{SUBJECT}'.encode(), headers={"content-type": "application/json"}))
    town.refused(api.post("/v1/records", json={**datum, "collected_at": "2050-01-01T00:00:00Z"}))
    town.refused(api.post("/v1/records", json={**datum, "item": "other zyxcanary"}, headers={"idempotency-key": "zyxcanary-key"}))
    town.refused(api.post("/v1/check", json=question, headers={"authorization": f"Bearer {SUBJECT}"}))
    town.refused(api.post("/v1/answers", json={"subject": SUBJECT, "answers": {offer: "maybe"}, "method": "phone"}))
    town.refused(api.post(f"/v1/{SUBJECT}", json={}))
    town.refused(api.post("/v1/prompts", json={"subject": SUBJECT, "return_to": f"https://elsewhere.example/{SUBJECT}"}))
    for client in (pages, api):
        town.said.append(client.get("/readyz").content)
    metrics = api.get("/metrics")
    assert 'verdict="allowed"} 1' in metrics.text
    town.said.append(metrics.content)


def on_the_command_line(town: Town) -> None:
    town.run("record", SUBJECT, "--data", "user.behavior.purchase_history", "--item", ITEM + "-2")
    town.run("check", SUBJECT, "--use", "essential.service", "--data", "user.name")
    town.run("pending", SUBJECT)
    assert "withdrawn" in town.run("export", SUBJECT).lower()
    assert town.run("evidence", "--subject", SUBJECT, "--out", "one.zip")
    town.run("receipt", SUBJECT, "999999", code=2)
    town.run("check", SUBJECT, "--use", "essential.service", "--data", "user.name", "--policy", "nothing", code=1)
    town.run("evidence", "--subject", SUBJECT, "--from", "2026-01-01", "--out", "two.zip", code=2)
    town.run("seal", "--anchor")
    verified(town)


def verified(town: Town) -> None:
    """Nothing of the ledger was altered; that these versions were never published through the archive is told."""
    said = town.run("verify", "--json", code=1)
    assert {one["fault"] for one in json.loads(said)["faults"]} == {"tag_deleted"}
    town.said.append(said.encode())


def tables(url: str) -> bytes:
    """Every row of every table, as the database gives them."""
    database = Database(url)
    if database.postgres:
        names = database.read("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    else:
        names = database.read("SELECT name FROM sqlite_master WHERE type = 'table'")
    found = b"".join(_plain(row) for (name,) in names for row in database.read(f'SELECT * FROM "{name}"'))
    database.close()
    return found


def _plain(row: tuple[object, ...]) -> bytes:
    return b"|".join(bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row) + b"\n"


def files_of(url: str, folder: Path) -> bytes:
    """The bytes of the database's files, free pages and journals too."""
    if url.startswith("sqlite"):
        return b"".join(path.read_bytes() for path in folder.glob("ledger.db*"))
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM (FULL) subjects")
        connection.execute("CHECKPOINT")
        base = Path(connection.execute("SHOW data_directory").fetchone()[0])  # type: ignore[index]
        (own,) = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()  # type: ignore[misc]
        try:
            return b"".join(path.read_bytes() for path in (base / "base" / str(own)).iterdir() if path.is_file())
        except PermissionError:
            pytest.skip("the server's files may be read by its own user only")


def test_nothing_of_a_person_shows_where_nobody_asked_and_nothing_is_left_once_they_are_erased(house: House, tmp_path: Path) -> None:
    town = Town(house, tmp_path)
    with town.serving() as (pages, api):
        over_http(town, pages, api)
        on_the_command_line(town)
        with Gate.open(house.url, tmp_path / "archive", keys=house.keys) as gate:
            gate.link(SUBJECT, LINKED)
        assert MARK in tables(house.url)  # the row that leads to them, and no other
        assert town.run("erase", SUBJECT, "--yes").startswith("erased, with 1 linked")
        town.refused(api.post("/v1/answers", json={"subject": "", "answers": {}, "method": ITEM}))
        town.run("export", SUBJECT)
        town.run("evidence", "--subject", SUBJECT, "--out", "gone.zip", code=2)
        town.run("evidence", "--from", "2020-01-01T00:00:00+00:00", "--out", "all.zip")
        town.said += [api.get("/metrics").content, api.get("/v1/changes").content]
        verified(town)
    hits = [text[max(0, text.find(MARK) - 200) : text.find(MARK) + 100] for text in town.said if MARK in text]
    assert hits == []
    assert len(town.said) > 30
    assert all(json.loads(line)["level"] for line in (tmp_path / "serve.log").read_text().splitlines() if line.startswith("{"))
    assert MARK not in tables(house.url)
    assert MARK not in files_of(house.url, tmp_path)
    assert MARK not in b"".join(path.read_bytes() for path in house.keys.iterdir())
    with zipfile.ZipFile(tmp_path / "all.zip") as bundle:
        assert MARK not in b"".join(bundle.read(name) for name in bundle.namelist())
