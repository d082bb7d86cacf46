"""The products of examples/, started as their READMEs say, record, refuse and allow."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
WARN = ("-W", "ignore::DeprecationWarning")


class Hire:
    """A folder in which the commands of the READMEs were run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
        self.reconsent("init")
        self.reconsent("import", "privacy", str(EXAMPLES / "policy"))

    def reconsent(self, *arguments: str) -> None:
        self.run("-m", "consent_gate.cli", *arguments)

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *WARN, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def served(self, *arguments: str, port: int) -> Iterator[httpx.Client]:
        child = subprocess.Popen([sys.executable, *WARN, *arguments], cwd=self.folder, env=self.environment)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
                for _ in range(600):
                    try:
                        client.get("/")
                        break
                    except httpx.TransportError:
                        assert child.poll() is None
                        time.sleep(0.1)
                yield client
        finally:
            child.terminate()
            child.wait(30)


@pytest.fixture
def hire(tmp_path: Path) -> Hire:
    return Hire(tmp_path)


def fastapi(port: int) -> tuple[str, ...]:
    return "-m", "uvicorn", "--app-dir", str(EXAMPLES / "fastapi"), "product:app", "--port", str(port), "--log-level", "warning"


def django(port: int) -> tuple[str, ...]:
    return str(EXAMPLES / "django" / "product.py"), "runserver", "--noreload", str(port)


@pytest.mark.parametrize(("command", "sends"), [(fastapi, "params"), (django, "data")])
def test_a_product_records_refuses_and_allows(hire: Hire, command: Callable[[int], tuple[str, ...]], sends: str) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with ExitStack() as stack:
        client = stack.enter_context(hire.served(*command(port), port=port))

        def post(path: str, **fields: str) -> httpx.Response:
            return client.post(path, **{sends: fields})  # type: ignore[arg-type]

        assert post("/customers/ann", email="ann@example.org").status_code == 201
        assert post("/customers/ann/rides/1", place="Harbour").status_code == 201
        assert post("/customers/ann/newsletter").json() == {"sent": "ann@example.org"}
        refused = client.get("/customers/ann/for-the-city")
        assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
        problem: dict[str, Any] = refused.json()
        assert (problem["verdict"], [ask["id"] for ask in problem["asks"]]) == ("consent_required", ["privacy/planning@2"])
        assert "/p/" in problem["answer_at"]
        hire.reconsent("answer", "ann", "privacy/planning@2=given")
        assert client.get("/customers/ann/for-the-city").json() == ["Harbour"]
        hire.reconsent("withdraw", "ann", "privacy/newsletter")
        refused = post("/customers/ann/newsletter")
        assert (refused.status_code, refused.json()["verdict"]) == (403, "declined")
        assert client.get("/customers/bob/for-the-city").status_code == 409


def test_the_nightly_job_writes_only_what_is_allowed(hire: Hire) -> None:
    for customer in ("ann", "bob"):
        hire.reconsent("record", customer, "--data", "user.location", "--item", "ride")
    hire.reconsent("answer", "ann", "privacy/planning@2=given")
    hire.reconsent("answer", "bob", "privacy/planning@2=refused")
    folder = hire.folder / "warehouse"
    folder.mkdir()
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM (VALUES ('ann', 1, 'Harbour', 2), ('bob', 2, 'Mill', 2), ('cem', 3, 'Park', 1), ('ann', 4, 'Gate', NULL))"
            f" AS rides(customer, ride, place, version), (SELECT now() AS collected_at)) TO '{folder}/rides.parquet'"
        )
    assert hire.run(str(EXAMPLES / "duckdb" / "nightly.py"), "warehouse") == "2 rides for the city\n"
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{folder}/for-the-city.parquet'").fetchall()
    assert found == [("ann", 1, "Harbour"), ("ann", 4, "Gate")]
