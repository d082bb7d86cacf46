"""Several servers run as one: all answer or none stays, and one signal stops all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from consent_gate.cli.supervise import Server, free_port, supervise
from consent_gate.errors import ServerStartError

TWO_SERVERS = """
import sys
from pathlib import Path
from consent_gate.cli.supervise import Server, supervise
def server(name, port):
    url = f"http://127.0.0.1:{port}/"
    return Server(name=name, command=[sys.executable, "-m", "http.server", "--bind", "127.0.0.1", port], ready=url, url=url,
                  log=Path(sys.argv[1]) / name, folder=Path(sys.argv[1]), environment={})
supervise([server("one", sys.argv[2]), server("two", sys.argv[3])], say=lambda line: print(line, flush=True))
print("stopped", flush=True)
"""


def listens(port: int) -> bool:
    return free_port(port) != port


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_all_servers(tmp_path: Path, number: signal.Signals) -> None:
    ports = [free_port(0), free_port(0)]
    with subprocess.Popen([sys.executable, "-c", TWO_SERVERS, tmp_path, *map(str, ports)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert [parent.stdout.readline() for _ in ports] == [
            f"one: http://127.0.0.1:{ports[0]}/\n",
            f"two: http://127.0.0.1:{ports[1]}/\n",
        ]
        assert all(map(listens, ports))
        parent.send_signal(number)
        assert parent.stdout.read() == "Ctrl-C stops all of this\nstopped\n"
        assert parent.wait(timeout=10) == 0
    assert not any(map(listens, ports))


def a_server(folder: Path, name: str, program: str, port: int) -> Server:
    url = f"http://127.0.0.1:{port}/"
    return Server(name=name, command=[sys.executable, "-c", program], ready=url, url=url, log=folder / name, folder=folder, environment={})


def test_one_that_ends_at_once_stops_the_others_and_is_quoted(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    sleeper = f"import os, pathlib, time; pathlib.Path({str(pid)!r}).write_text(str(os.getpid())); time.sleep(600)"
    broken = f"import pathlib, sys, time\nwhile not pathlib.Path({str(pid)!r}).exists(): time.sleep(0.01)\nsys.exit('no such table')"
    servers = [a_server(tmp_path, "broken", broken, free_port(0)), a_server(tmp_path, "sleeper", sleeper, free_port(0))]
    with pytest.raises(ServerStartError, match=r"broken did not start \(exit code 1\), saying: no such table"):
        supervise(servers, say=print)
    time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_one_that_never_answers_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(ServerStartError, match="silent did not start"):
        supervise([a_server(tmp_path, "silent", "import time; time.sleep(600)", free_port(0))], say=print, patience=0.3)


def test_a_taken_port_is_left_to_its_owner() -> None:
    import socket

    with socket.socket() as owner:
        owner.bind(("127.0.0.1", 0))
        owner.listen()
        taken = owner.getsockname()[1]
        assert free_port(taken) != taken
