"""What is derived from the entries, or kept beside them: latest answers, the texts of versions, the pages that people were shown."""

from collections.abc import Iterator
from hashlib import sha256

from consent_gate.errors import LedgerTamperedError
from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.database import Database
from consent_gate.ledger.fault import Fault
from policy_versions.identity import identity_of

_ANSWERED = "e.kind IN ('given', 'refused', 'withdrawn', 'cleared')"
_UNSUPPORTED = f"""
SELECT c.subject, c.policy, c.permission, c.edition FROM consent_state c LEFT JOIN events e ON e.seq = c.seq
AND e.subject = c.subject AND e.policy = c.policy AND e.permission = c.permission AND CASE c.permission
WHEN '' THEN e.kind = 'told' AND c.edition = 0 AND e.edition = c.version AND c.answer IS NULL AND c.at = e.recorded_at
ELSE {_ANSWERED} AND e.edition = c.edition AND e.version = c.version AND c.at = coalesce(e.since, e.recorded_at)
AND coalesce(c.answer, 'cleared') = e.kind END
WHERE c.seq > ? AND e.seq IS NULL ORDER BY c.subject, c.policy, c.permission, c.edition"""  # noqa: S608
_NEWER = f"""
SELECT e.subject, e.policy, e.permission, CASE e.kind WHEN 'told' THEN 0 ELSE e.edition END, max(e.seq) FROM events e
LEFT JOIN consent_state c ON c.subject = e.subject AND c.policy = e.policy AND c.permission = e.permission
AND c.edition = CASE e.kind WHEN 'told' THEN 0 ELSE e.edition END
WHERE e.seq > ? AND ({_ANSWERED} AND (c.seq IS NULL OR c.seq < e.seq) OR e.kind = 'told' AND (c.seq IS NULL OR c.version < e.edition))
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""  # noqa: S608


def states(database: Database, after: int) -> Iterator[Fault]:
    """`consent_state` says what the latest event of each answer says; events and states up to the place `after` are left out."""
    for rows in database.stream(_UNSUPPORTED, (after,)):
        for subject, policy, permission, edition in rows:
            yield Fault(f"consent_state {subject} {policy}/{permission}@{edition}", "is not what its event says")
    for rows in database.stream(_NEWER, (after,)):
        for subject, policy, permission, edition, seq in rows:
            yield Fault(f"consent_state {subject} {policy}/{permission}@{edition}", f"does not say what the later event {seq} says")


def version_files(database: Database) -> Iterator[Fault]:
    """The files of each version come to its identity."""
    files: dict[tuple[str, int], dict[str, bytes]] = {}
    for policy, number, path, data in database.read("SELECT policy, number, path, data FROM version_files"):
        files.setdefault((policy, number), {})[path] = bytes(data)
    for policy, number, identity in database.read("SELECT policy, number, identity FROM versions ORDER BY seq"):
        if identity_of(files.pop((policy, number), {})) != identity:
            yield Fault(f"version {policy}@{number}", "its texts in the ledger are not the published ones")
    yield from (Fault(f"version {policy}@{number}", "its texts are there and its entry is not") for policy, number in sorted(files))


def pages(database: Database, cipher: Cipher, after: int) -> Iterator[Fault]:
    """The pages that events after the place `after` name are there, as their digests say; those of erased people cannot be opened."""
    query = """
SELECT n.subject, n.page, n.seq, p.content_hidden, s.secret
FROM (SELECT subject, page, min(seq) AS seq FROM events WHERE page IS NOT NULL AND seq > ? GROUP BY subject, page) n
JOIN subjects s ON s.pseudonym = n.subject LEFT JOIN pages p ON p.subject = n.subject AND p.digest = n.page ORDER BY n.seq"""
    for rows in database.stream(query, (after,), batch=50):
        for subject, digest, seq, hidden, secret in rows:
            if hidden is None:
                yield Fault(f"page {digest[:16]} of {subject}", f"is not there, and event {seq} says it was shown")
            elif not _is(cipher, bytes(secret), bytes(hidden), digest):
                yield Fault(f"page {digest[:16]} of {subject}", "was altered")


def _is(cipher: Cipher, secret: bytes, hidden: bytes, digest: str) -> bool:
    try:
        return sha256(cipher.show(secret, hidden)).hexdigest() == digest
    except LedgerTamperedError:
        return False
