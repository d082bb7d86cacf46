"""`gate.select` on PostgreSQL beside the join that one would write by hand: the latest answers by DISTINCT ON over the events.

The rows are made inside the database, since recording them is measured elsewhere. Both statements count what is allowed,
so that neither pays for the way of the rows to Python; that way is told beside.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import URL, make_url

from bench import Figure, Run, seconds
from bench.postgres import empty_ledger
from consent_gate import Gate, Request
from consent_gate.evidence.keys import Keys
from consent_gate.ledger.database import Database
from consent_gate.ledger.selection import statement
from consent_gate.ledger.ticks import to_ticks
from policy_versions import Basis, Controller, Duration, LocalText, Permission, Policy, Version

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
NOW = BEGIN + timedelta(days=900)
REQUEST = Request(data="user.contact", use="marketing.advertising")
DATA = ("user.contact.email", "user.contact.phone_number", "user.contact", "user.biometric", "user.location")
PER_PERSON = 10  # records of one person

FILL = """
INSERT INTO subjects
SELECT md5('p' || n), 'customer-' || n, md5('q' || n), '\\x00', %(secret)s, '\\x00' FROM generate_series(1, %(people)s) n;
INSERT INTO checkpoints (size, note, recorded_at, settled) VALUES (1, 'nothing of this is sealed', 0, 2000000000);
INSERT INTO records (seq, subject, policy, data, item, item_hidden, version, collected_at, recorded_at, origins, leaf)
SELECT n, md5('p' || 1 + (hashint8(n) & 2147483647) %% %(people)s), 'privacy', (%(data)s::text[])[1 + n %% 5], decode(md5(n::text), 'hex'),
  %(hidden)s, 1 + n %% 2, %(begin)s + (n::bigint * 7919 %% 900) * 86400000000, %(now)s, NULL, '\\x00'
FROM generate_series(10, 9 + %(rows)s) n;
INSERT INTO events (seq, kind, subject, policy, permission, edition, version, recorded_at, method, leaf)
SELECT 1000000000 + n, (ARRAY['given','given','refused','withdrawn'])[1 + n %% 4], md5('p' || (1 + n %% %(people)s)), 'privacy', 'letters',
  CASE WHEN n %% 4 = 3 THEN 0 ELSE 1 + n %% 2 END, 2, %(begin)s + (n::bigint * 31 %% 900) * 86400000000, 'web', '\\x00'
FROM generate_series(1, 2 * %(people)s) n;
INSERT INTO consent_state (subject, policy, permission, edition, answer, at, version, seq)
SELECT DISTINCT ON (subject, policy, permission, edition) subject, policy, permission, edition, kind, recorded_at, version, seq
FROM events ORDER BY subject, policy, permission, edition, seq DESC;
"""

NATURAL = """
WITH latest AS (
  SELECT DISTINCT ON (subject, permission, edition) subject, permission, edition, kind, recorded_at, version, seq
  FROM events WHERE policy = 'privacy' AND kind IN ('given', 'refused', 'withdrawn')
  ORDER BY subject, permission, edition, seq DESC)
SELECT r.seq, s.subject FROM records r
JOIN subjects s ON s.pseudonym = r.subject
LEFT JOIN closures c ON c.record = r.seq
LEFT JOIN latest a ON a.subject = r.subject AND a.permission = 'letters' AND a.edition = 2
LEFT JOIN latest b ON b.subject = r.subject AND b.permission = 'letters' AND b.edition = 0
WHERE r.policy = 'privacy' AND r.data LIKE 'user.contact%%' AND c.record IS NULL
  AND r.collected_at + 730 * 86400000000 > {at}
  AND CASE WHEN b.seq IS NULL OR a.seq > b.seq THEN a.kind = 'given' AND a.recorded_at + 365 * 86400000000 > {at}
           ELSE b.kind = 'given' AND b.recorded_at + 365 * 86400000000 > {at} END"""


def measure(run: Run) -> Iterator[Figure]:
    """Ten million records of a million people with two million answers; a tenth of it unless in full. Nothing without a server."""
    rows = run.rows(10_000_000)
    with ExitStack() as stack:
        url = stack.enter_context(empty_ledger())
        if url is None:
            return
        gate = stack.enter_context(_filled(url, rows))
        found, at = gate._constants(REQUEST)  # noqa: SLF001 - what `gate.select` begins with
        ours = statement(found, "privacy", at, every=False, postgres=True)
        natural = NATURAL.format(at=to_ticks(at)).replace("%%", "%")
        database = gate.ledger.database
        counted = [_count(database, text) for text in (ours, natural)]
        if counted[0] != counted[1] or not counted[0]:
            raise RuntimeError(f"the two statements differ: {counted}")
        best = [1e9, 1e9]
        for _ in range(3):
            for place, text in enumerate((ours, natural)):
                best[place] = min(best[place], seconds(lambda text=text: _count(database, text)))  # type: ignore[misc]
        name = f"select on PostgreSQL, {rows:,} rows"
        yield Figure(name=name, value=rows / best[0], unit="rows/s", limit=rows / best[1], limit_name="DISTINCT ON join", at_least=1.5)
        taken = seconds(lambda: sum(1 for _ in gate.select(REQUEST)))
        yield Figure(name="select, its records in Python", value=counted[0] / taken, unit="records/s")


def _count(database: Database, text: str) -> int:
    """How many rows a statement finds, on a connection without a limit of time."""
    (found,) = next(database.stream(f"SELECT count(*) FROM ({text}) found"))  # noqa: S608 - our own statement
    return int(found[0])


def _filled(url: str, rows: int) -> Gate:
    times = iter([BEGIN, BEGIN, BEGIN + timedelta(days=400)])
    now = [BEGIN]
    gate = Gate.open(url, archive="/nonexistent", clock=lambda: now[0], keys=Keys.throwaway())
    for number in (1, 2):
        effective = next(times) + timedelta(hours=number)
        gate.ledger.add_version(_version(number, effective), files={"en.md": b"# Privacy\n"})
        now[0] = effective
    now[0] = NOW
    _fill(make_url(url), gate, rows)
    return gate


def _version(number: int, effective: datetime) -> Version:
    """Version 2 permits advertising for wider uses, on consent that lasts a year; data are kept for two."""
    letters = Permission(
        id="letters",
        text=LocalText.of("Letters."),
        data=("user.contact",),
        use=("marketing.advertising",) if number == 2 else ("marketing.advertising.first_party",),
        basis=Basis.CONSENT,
        retention=Duration.parse("P2Y"),
        valid_for=Duration.parse("P1Y"),
    )
    policy = Policy(
        title=LocalText.of("Privacy"),
        controller=Controller(id="mill", name=LocalText.of("The Mill")),
        language="en",
        permissions=(letters,),
    )
    return Version(slug="privacy", number=number, policy=policy, texts={}, identity=f"{number:064x}", effective=effective)


def _fill(server: URL, gate: Gate, rows: int) -> None:
    import psycopg  # noqa: PLC0415 - only where a server is

    secret = b"\x01" * 32
    values: dict[str, Any] = {
        "people": rows // PER_PERSON,
        "rows": rows,
        "secret": secret,
        "hidden": gate.ledger.cipher.hide(secret, b'"order-1"'),
        "data": list(DATA),
        "begin": to_ticks(BEGIN),
        "now": to_ticks(NOW),
    }
    with psycopg.connect(server.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True) as connection:
        for one in FILL.strip().split(";\n"):
            connection.execute(one.rstrip(";"), values if "%(" in one else None)
        connection.execute("ANALYZE")
