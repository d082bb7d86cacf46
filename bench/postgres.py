"""A throw-away PostgreSQL with a migrated ledger, for the benches that need one."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def empty_ledger(options: str | None = None) -> Iterator[str | None]:
    """The URL of a new ledger on a server of its own, started with `options`; None where there is no server to be had."""
    from consent_gate.ledger import schema  # noqa: PLC0415 - heavy, and only where a server is
    from consent_gate.ledger.database import Database  # noqa: PLC0415
    from tests.postgres import administrator, server_binaries, system_server  # noqa: PLC0415 - the tests' own throw-away server

    binaries = server_binaries()
    if binaries is None:
        yield None
        return
    with system_server(binaries, *([options] if options else [])) as server:
        with administrator(server) as connection:
            connection.execute("CREATE DATABASE bench TEMPLATE template0 ENCODING 'UTF8'")
        url = server.set(database="bench").render_as_string(hide_password=False)
        database = Database(url)
        schema.migrate(database)
        database.close()
        yield url
