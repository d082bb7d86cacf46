"""`make run` opens the desk and a prompt page on an example, and Ctrl-C leaves nothing behind."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consent_gate.cli.supervise import free_port


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "consent_gate.cli", "run-example"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        yield process
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


@pytest.mark.timeout(300)
def test_the_desk_and_the_prompt_page_open_on_the_example(running: subprocess.Popen[str], page: Page, tmp_path: Path) -> None:
    assert running.stdout is not None
    addresses: list[str] = []
    said = ""
    for line in running.stdout:
        said += line
        addresses += re.findall(r"http://\S+", line)
        if line.startswith("Ctrl-C"):
            break
    assert len(addresses) == 2, said

    page.goto(addresses[0])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Privacy policy").first).to_be_visible()

    page.goto(addresses[1])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Orchard Lane Wholesale asks you")
    expect(page.get_by_role("button", name="Accept").first).to_be_visible()
    expect(page.get_by_role("button", name="Decline").first).to_be_visible()

    running.send_signal(signal.SIGINT)
    assert running.stdout.read() == "stopped\n"
    assert running.wait(timeout=30) == 0
    ports = [int(re.findall(r":(\d+)", address)[0]) for address in addresses]
    assert [free_port(port) for port in ports] == ports
    assert not list(tmp_path.glob("reconsent-example-*"))
