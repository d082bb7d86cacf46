"""The products of examples/, started as their READMEs say, record, refuse and allow."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def commands(example: str) -> list[str]:
    """The blocks of commands that its README shows."""
    return re.findall(r"```sh\n(.*?)```", (EXAMPLES / example / "README.md").read_text(encoding="utf-8"), re.DOTALL)


class Hire:
    """A folder in which the commands of the policy's README were run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = {**os.environ, "PATH": path, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
        (folder / "examples").symlink_to(EXAMPLES)
        (block,) = commands("policy")
        self.shell(block)

    def shell(self, lines: str) -> str:
        done = subprocess.run(
            ["sh", "-e", "-c", lines], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def served(self, *arguments: str, port: int) -> Iterator[httpx.Client]:
        child = subprocess.Popen(arguments, cwd=self.folder, env=self.environment)
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


@pytest.fixture
def port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def started(example: str, port: int) -> list[str]:
    """How its README starts it, once the policy is imported as the policy's own README says."""
    block = commands(example)[0]
    (before,) = commands("policy")
    assert before in block
    return shlex.split(block.splitlines()[-1].replace("8000", str(port)))


@pytest.mark.parametrize(("example", "sends"), [("fastapi", "params"), ("django", "data")])
def test_a_product_records_refuses_and_allows(hire: Hire, port: int, example: str, sends: str) -> None:
    with ExitStack() as stack:
        client = stack.enter_context(hire.served(*started(example, port), port=port))

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
        hire.shell("reconsent answer ann privacy/planning@2=given")
        assert client.get("/customers/ann/for-the-city").json() == ["Harbour"]
        hire.shell("reconsent withdraw ann privacy/newsletter")
        refused = post("/customers/ann/newsletter")
        assert (refused.status_code, refused.json()["verdict"]) == (403, "declined")
        assert client.get("/customers/bob/for-the-city").status_code == 409


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
@pytest.mark.parametrize("example", ["fastapi", "django"])
def test_the_requests_of_its_readme_run_as_they_stand(hire: Hire, port: int, example: str) -> None:
    with hire.served(*started(example, port), port=port):
        told = hire.shell(commands(example)[1].replace(":8000/", f":{port}/"))
    assert re.search(r"/p/.*Harbour", told, re.DOTALL), told
    assert told.count("409") == 1


def test_the_nightly_job_writes_only_what_is_allowed(hire: Hire) -> None:
    for customer in ("ann", "bob"):
        hire.shell(f"reconsent record {customer} --data user.location --item ride")
    hire.shell("reconsent answer ann privacy/planning@2=given")
    hire.shell("reconsent answer bob privacy/planning@2=refused")
    folder = hire.folder / "warehouse"
    folder.mkdir()
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM (VALUES ('ann', 1, 'Harbour', 2), ('bob', 2, 'Mill', 2), ('cem', 3, 'Park', 1), ('ann', 4, 'Gate', NULL))"
            f" AS rides(customer, ride, place, version), (SELECT now() AS collected_at)) TO '{folder}/rides.parquet'"
        )
    assert hire.shell(commands("duckdb")[0].splitlines()[-1]) == "2 rides for the city\n"
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{folder}/for-the-city.parquet'").fetchall()
    assert found == [("ann", 1, "Harbour"), ("ann", 4, "Gate")]
