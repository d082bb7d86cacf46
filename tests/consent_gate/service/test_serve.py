"""`reconsent serve` as an operator runs it: two binds, sealing, readiness, quiet logs, a quick end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack

import httpx
import pytest

from consent_gate.errors import ServerStartError
from consent_gate.gate import Gate
from consent_gate.ledger.sealing import unsealed
from consent_gate.service.start import Bound, JsonLines, _sockets
from tests.consent_gate.prompts.house import PERSON, open_house


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def reconsent(*arguments, environment):
    return subprocess.run(
        [sys.executable, "-m", "consent_gate.cli", *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def environment(tmp_path):
    house = open_house(tmp_path)
    house.gate.close()
    pages, api = free_port(), free_port()
    return {
        **os.environ,
        "RECONSENT_DATABASE_URL": house.url,
        "RECONSENT_KEYS": str(house.keys),
        "RECONSENT_ARCHIVE": str(tmp_path),
        "RECONSENT_PORT": str(pages),
        "RECONSENT_API_PORT": str(api),
        "RECONSENT_PUBLIC_URL": f"http://127.0.0.1:{pages}",
    }


def wait_for(address):
    for _ in range(300):
        try:
            return httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"nothing answers at {address}")


def test_both_binds_answer_and_what_is_written_is_sealed_soon(environment, tmp_path):
    key = reconsent("api-key", "add", "shop", environment=environment).stdout.strip()
    log = tmp_path / "serve.log"
    with log.open("wb") as out:
        server = subprocess.Popen([sys.executable, "-m", "consent_gate.cli", "serve"], env=environment, stdout=out, stderr=out)
    try:
        pages, api = (f"http://127.0.0.1:{environment[name]}" for name in ("RECONSENT_PORT", "RECONSENT_API_PORT"))
        assert wait_for(pages + "/readyz").status_code == wait_for(api + "/readyz").status_code == 200
        headers = {"authorization": f"Bearer {key}"}
        prompt = httpx.post(api + "/v1/prompts", json={"subject": PERSON}, headers=headers).json()
        assert "Kestrel Cycles" in httpx.get(prompt["url"]).text
        httpx.get(pages + "/p/" + PERSON)
        assert reconsent("api-key", "remove", "shop", environment=environment).returncode == 0
        assert httpx.post(api + "/v1/prompts", json={"subject": PERSON}, headers=headers).status_code == 401
        written = time.monotonic()
        with Gate.open(environment["RECONSENT_DATABASE_URL"], tmp_path, keys=environment["RECONSENT_KEYS"]) as gate:
            while unsealed(gate.ledger.database) and time.monotonic() - written < 20:
                time.sleep(0.1)
            assert unsealed(gate.ledger.database) == 0
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(15)
    said = log.read_text()
    assert "rosa" not in said
    assert prompt["token"] not in said
    assert all(json.loads(line)["level"] for line in said.splitlines() if line.startswith("{"))


def test_a_port_that_is_taken_is_told_in_one_line_and_nothing_is_served(environment):
    with socket.create_server(("127.0.0.1", int(environment["RECONSENT_PORT"]))):
        told = reconsent("serve", environment=environment)
    at = f"127.0.0.1:{environment['RECONSENT_PORT']}"
    assert told.returncode == 2
    assert told.stderr == (
        f"error: nothing can be served at {at}: address already in use (stop what uses it, or name another host or port)\n"
    )


def test_without_a_key_the_api_is_not_served(environment):
    server = subprocess.Popen([sys.executable, "-m", "consent_gate.cli", "serve"], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        wait_for(f"http://127.0.0.1:{environment['RECONSENT_PORT']}/livez")
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{environment['RECONSENT_API_PORT']}/livez")
    finally:
        server.send_signal(signal.SIGINT)
        out, _ = server.communicate(timeout=15)
    assert "api-key add" in out


def test_keys_are_managed_from_the_command_line(environment):
    made = reconsent("api-key", "add", "till", "--scope", "check", "--json", environment=environment)
    assert json.loads(made.stdout)["scopes"] == ["check"]
    assert json.loads(reconsent("api-key", "list", "--json", environment=environment).stdout) == [{"name": "till", "scopes": ["check"]}]
    again = reconsent("api-key", "add", "till", environment=environment)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    every = json.loads(reconsent("api-key", "add", "shop", "--json", environment=environment).stdout)["scopes"]
    assert every == ["check", "record", "delete", "ask", "answer", "feed", "due"]
    assert reconsent("api-key", "remove", "shop", environment=environment).returncode == 0
    wrong = reconsent("api-key", "add", "other", "--scope", "everything", environment=environment)
    assert wrong.returncode == 2
    assert "scopes are" in wrong.stderr
    assert reconsent("api-key", "remove", "till", environment=environment).returncode == 0
    assert reconsent("api-key", "list", environment=environment).stdout == "no keys\n"


def test_a_fault_is_logged_by_kind_and_place_only():
    import logging

    try:
        int("rosa.lindqvist@example.net")
    except ValueError:
        record = logging.LogRecord("uvicorn.error", logging.ERROR, __file__, 1, "Exception in ASGI application", (), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert line["fault"] == "ValueError"
    assert "rosa" not in json.dumps(line)
    assert "test_serve.py" in line["at"]


def test_an_address_of_a_name_that_the_machine_lacks_is_passed_over_where_another_is_there(monkeypatch):
    port = free_port()
    there, lacking = (socket.AF_INET, ("127.0.0.1", port)), (socket.AF_INET, ("192.0.2.1", port))

    def stands_for(*addresses):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(family, None, 0, "", at) for family, at in addresses])

    bound = Bound(app=None, host="somewhere", port=port)
    with ExitStack() as held:
        stands_for(lacking, there)
        assert [one.getsockname() for one in _sockets(bound, held)] == [("127.0.0.1", port)]
    stands_for(lacking)
    with ExitStack() as held, pytest.raises(ServerStartError):
        _sockets(bound, held)
