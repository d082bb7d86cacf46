"""Every way of tampering with the archive or the ledger's versions is found and named."""

import os
import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from consent_gate import Gate
from consent_gate.release.verify import Fault, verify_archive, verify_ledger
from policy_versions.archive import Archive
from tests.consent_gate.release.build import LOOSER, TEXT
from tests.consent_gate.release.house import House


@pytest.fixture
def published(house: House) -> House:
    house.first()
    house.release(LOOSER, days=60)
    house.release(TEXT, days=120)
    return house


def git(house: House, *arguments: str, given: bytes = b"") -> str:
    environment = {**os.environ, "GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@x", "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x"}
    done = subprocess.run(
        ["git", "-C", str(house.folder / "archive"), *arguments], input=given, capture_output=True, check=True, env=environment
    )
    return done.stdout.decode().strip()


def found(house: House) -> set[tuple[Fault, str]]:
    return {(one.fault, one.name) for one in verify_archive(house.gate)}


def sql(house: House, *statements: str) -> None:
    with closing(sqlite3.connect(house.folder / "ledger.db")) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            assert database.execute(statement).rowcount > 0, statement
        database.commit()


def reopened(house: House) -> None:
    """A process that has read nothing yet."""
    house.gate.close()
    house.gate = Gate.open(
        f"sqlite:///{house.folder / 'ledger.db'}", house.folder / "archive", clock=house.clock, keys=house.folder / "keys"
    )  # fmt: skip


def test_what_was_published_is_sound(published: House) -> None:
    assert verify_archive(published.gate) == ()
    assert verify_ledger(published.gate) == ()


def moved(house: House) -> None:
    git(house, "tag", "-f", "-a", "-m", "x", "privacy/v2", "privacy/v1^{commit}")


def moved_to_the_other_tag(house: House) -> None:
    git(house, "update-ref", "refs/tags/privacy/v2", git(house, "rev-parse", "refs/tags/privacy/v3"))


def deleted(house: House) -> None:
    git(house, "tag", "-d", "privacy/v2")


def made_plain(house: House) -> None:
    git(house, "tag", "-f", "privacy/v2", "privacy/v2^{commit}")


def said_otherwise(house: House) -> None:
    raw = git(house, "cat-file", "tag", "privacy/v2")
    line = next(line for line in raw.splitlines() if line.startswith("Identity: "))
    changed = raw.replace(line, f"Identity: {'0' * 64}") + "\n"
    git(house, "update-ref", "refs/tags/privacy/v2", git(house, "mktag", given=changed.encode()))


def rewritten(house: House) -> None:
    """The same files under a new commit, as a filter or an amended commit makes it."""
    tree = git(house, "rev-parse", "privacy/v2^{tree}")
    commit = git(house, "commit-tree", tree, "-m", "Rewritten")
    message = git(house, "cat-file", "tag", "privacy/v2").partition("\n\n")[2]
    git(house, "tag", "-f", "-a", "-m", message, "privacy/v2", commit)


def unrecorded(house: House) -> None:
    git(house, "tag", "-a", "-m", "x", "privacy/v9", "privacy/v3^{commit}")


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (moved, {(Fault.TAG_MOVED, "privacy@2"), (Fault.TAG_CHANGED, "privacy@2")}),
        (moved_to_the_other_tag, {(Fault.TAG_MOVED, "privacy@2"), (Fault.TAG_CHANGED, "privacy@2")}),
        (deleted, {(Fault.TAG_DELETED, "privacy@2")}),
        (made_plain, {(Fault.TAG_CHANGED, "privacy@2")}),
        (said_otherwise, {(Fault.TAG_CHANGED, "privacy@2")}),
        (rewritten, {(Fault.TAG_MOVED, "privacy@2")}),
        (unrecorded, {(Fault.NOT_PUBLISHED, "privacy@9")}),
    ],
)
def test_a_tampered_tag_is_named(published: House, tamper: Callable[[House], None], expected: set[tuple[Fault, str]]) -> None:
    tamper(published)
    assert found(published) == expected


def loose(house: House, object_id: str) -> Path:
    """The object as a loose file that can be written."""
    path = house.folder / "archive" / ".git" / "objects" / object_id[:2] / object_id[2:]
    if not path.exists():
        packs = house.folder / "archive" / ".git" / "objects" / "pack"
        aside = house.folder / "packs"
        shutil.move(packs, aside)
        packs.mkdir()
        for pack in aside.glob("*.pack"):
            git(house, "unpack-objects", "-q", given=pack.read_bytes())
    path.chmod(0o644)
    return path


@pytest.mark.parametrize("what", ["privacy/v2", "privacy/v2^{commit}", "privacy/v2^{tree}", "privacy/v2:policies/privacy/en.md"])
def test_an_object_with_other_bytes_is_named(published: House, what: str) -> None:
    object_id = git(published, "rev-parse", what)
    kind = git(published, "cat-file", "-t", object_id)
    data = subprocess.run(
        ["git", "-C", str(published.folder / "archive"), "cat-file", kind, object_id], capture_output=True, check=True
    ).stdout
    flipped = data[:-1] + bytes([data[-1] ^ 1])
    loose(published, object_id).write_bytes(zlib.compress(b"%s %d\0" % (kind.encode(), len(flipped)) + flipped))
    reopened(published)
    assert {name for _, name in found(published)} & {"privacy@2"}
    assert {fault for fault, _ in found(published)} & {Fault.OBJECT_BROKEN, Fault.TAG_CHANGED, Fault.HISTORY_REWRITTEN}


@pytest.mark.parametrize("what", ["privacy/v2", "privacy/v2^{commit}", "privacy/v2:policies/privacy/en.md"])
def test_a_missing_object_is_named(published: House, what: str) -> None:
    loose(published, git(published, "rev-parse", what)).unlink()
    reopened(published)
    assert {name for _, name in found(published)} & {"privacy@2"}


def test_a_broken_ancestor_is_history_rewritten(published: House) -> None:
    first = git(published, "rev-list", "--max-parents=0", "privacy/v1")
    loose(published, first).unlink()
    reopened(published)
    assert (Fault.HISTORY_REWRITTEN, "privacy@1") in found(published)


def test_a_replacement_ref_is_not_followed(published: House) -> None:
    old, new = (
        git(published, "rev-parse", "privacy/v2:policies/privacy/en.md"),
        git(published, "hash-object", "-w", "--stdin", given=b"Sold.\n"),
    )
    git(published, "replace", old, new)
    assert git(published, "cat-file", "blob", old) == "Sold.", "git itself follows it"
    with Archive.open(published.folder / "archive") as archive:
        assert archive.files_at("privacy", "privacy/v2")["en.md"] == LOOSER.encode()
    assert found(published) == set()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE version_files SET data = CAST('We sell all.' AS BLOB) WHERE number = 2 AND path = 'en.md'",
        "UPDATE version_files SET path = 'fr.md' WHERE number = 2 AND path = 'en.md'",
        "UPDATE versions SET identity = replace(identity, substr(identity, 1, 1), 'x') WHERE number = 2",
        "UPDATE versions SET content = replace(content, 'contract', 'legal_obligation') WHERE number = 2",
        "UPDATE versions SET effective = effective - 86400000000 WHERE number = 2",
        "DELETE FROM version_files WHERE number = 2 AND path = 'policy.yaml'",
    ],
)
def test_a_changed_row_of_a_version_is_named(published: House, change: str) -> None:
    sql(published, change)
    reopened(published)
    assert (Fault.ROW_CHANGED, "privacy@2") in found(published)
    assert verify_ledger(published.gate)


def test_a_commit_changed_in_the_row_is_named(published: House) -> None:
    commit = git(published, "rev-parse", "privacy/v1^{commit}")
    sql(published, f"UPDATE versions SET commit_id = '{commit}' WHERE number = 2")
    reopened(published)
    assert {name for _, name in found(published)} == {"privacy@2"}


def test_an_archive_that_is_gone_is_told(published: House) -> None:
    published.gate.close()
    shutil.rmtree(published.folder / "archive")
    reopened(published)
    assert [one.fault for one in verify_archive(published.gate)] == [Fault.UNREADABLE]
