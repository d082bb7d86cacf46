"""Whatever is done to a ledger behind its back is found and named, and nothing is said of one that was left alone."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from consent_gate.anchoring import seal, verifying_keys
from consent_gate.evidence.checkpoint import open_note, sign
from consent_gate.ledger.audit import Fault, audit
from consent_gate.ledger.entries import COLUMNS
from consent_gate.ledger.gaps import append_gap
from consent_gate.model import Page, Shown
from policy_versions.model import Actor
from tests.consent_gate.prompts.house import House, open_house

DATA = ("user.name", "user.behavior.purchase_history")
PEOPLE = tuple(f"person-{number}" for number in range(6))
pytestmark = pytest.mark.soak


class Town:
    """A ledger in memory that is lived in, with the checkpoints that were kept elsewhere."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.house: House = open_house(folder, url="sqlite://")
        self.gate = self.house.gate
        self.ledger = self.gate.ledger
        self.raw: sqlite3.Connection = self.ledger.database._shared
        self.rng = random.Random(seed)
        self.anchors: list[str] = []
        self.number = 0

    def live(self) -> None:
        """One thing that happens on a day like any other."""
        rng, gate = self.rng, self.gate
        who = rng.choice(PEOPLE)
        self.number += 1
        self.house.clock.now += timedelta(minutes=rng.randrange(600))
        match rng.randrange(8):
            case 0 | 1:
                gate.record(who, rng.choice(DATA), item=f"item-{rng.randrange(20)}", fresh=rng.random() < 0.2)
            case 2:
                gate.delete(who, item=f"item-{rng.randrange(20)}")
            case 3 | 4:
                shown = f"a page for {who}, {self.number}".encode()
                page = Page(digest=sha256(shown).hexdigest(), content=shown, language="en")
                gate.ledger.keep_page(who, page)
                asks = {ask.id: rng.choice(("given", "refused", "deferred")) for ask in gate.pending(who)}
                seen = Shown(sequence=gate.ledger.sequence(who), digest=page.digest, language="en")
                gate.answer(who, asks, seen, method="web", actor=rng.choice([None, Actor("clerk-7")]))
            case 5:
                gate.withdraw(who, rng.choice(("insurer-offers", "reminders")))
            case 6:
                gate.told(who, version=2, method="mail")
            case 7:
                gate.link(who, f"{who}-{rng.randrange(2)}")

    def seal(self) -> None:
        if seal(self.ledger) is not None:
            self.anchors += [row[0] for row in self.raw.execute("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1")]

    def faults(self) -> list[Fault]:
        keys = verifying_keys(self.ledger)
        return list(audit(self.ledger.database, keys, anchors=self.anchors, cipher=self.ledger.cipher, erased=frozenset))

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.raw.execute(query, values).fetchall()

    def one(self, query: str, *values: Any) -> tuple[Any, ...]:
        return self.rng.choice(self.rows(query, *values))

    def entry(self) -> tuple[str, int]:
        """A table of entries, and the place of one of them."""
        source = self.rng.choice([one for one in COLUMNS if self.rows(f"SELECT 1 FROM {one} LIMIT 1")])
        return source, self.one(f"SELECT seq FROM {source}")[0]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path, 7)


def test_a_ledger_that_was_left_alone_raises_no_alarm(town: Town, scale: Callable[[int], int]) -> None:
    for _ in range(scale(1000)):
        for _ in range(town.rng.randrange(3)):
            town.live()
        if town.rng.random() < 0.3:
            town.seal()
        assert town.faults() == []
    assert len(town.anchors) > scale(1000) // 10


Mutation = Callable[[Town], Sequence[str]]
"""Alters something; of the names it gives one must be in a fault, or nothing where nothing was altered."""


def flipped(rng: random.Random, value: Any) -> Any:
    """The value with one bit of it changed."""
    if value is None:
        return rng.choice([0, "", b""])
    if isinstance(value, int):
        return value ^ (1 << rng.randrange(40))
    if not value:
        return value * 0 + (b"\0" if isinstance(value, bytes) else "x")
    place = rng.randrange(len(value))
    if isinstance(value, bytes):
        return value[:place] + bytes([value[place] ^ (1 << rng.randrange(8))]) + value[place + 1 :]
    return value[:place] + chr(ord(value[place]) ^ (1 << rng.randrange(5))) + value[place + 1 :]


def bit(town: Town) -> Sequence[str]:
    source, seq = town.entry()
    column = town.rng.choice((*COLUMNS[source], "leaf"))
    ((old,),) = town.rows(f"SELECT {column} FROM {source} WHERE seq = ?", seq)
    town.rows(f"UPDATE {source} SET {column} = ? WHERE seq = ?", flipped(town.rng, old), seq)
    return [f"{source} {seq}:"]


def delete(town: Town) -> Sequence[str]:
    source, seq = town.entry()
    if town.rng.random() < 0.5:
        ((position,),) = town.rows("SELECT position FROM leaves WHERE seq = ?", seq)
        town.rows("DELETE FROM leaves WHERE seq = ?", seq)
        town.rows(f"DELETE FROM {source} WHERE seq = ?", seq)
        return [f"leaf {position}: is not there", f"leaves: there are {position}, and"]  # the last one: the end is cut off
    town.rows(f"DELETE FROM {source} WHERE seq = ?", seq)
    return [f"{source} {seq}: was deleted"]


def reorder(town: Town) -> Sequence[str]:
    source = town.rng.choice(["records", "events"])
    one, other = town.one(f"SELECT seq FROM {source}")[0], town.one(f"SELECT seq FROM {source}")[0]
    if one == other:
        return []
    table = town.rng.choice([source, "leaves"])
    for before, after in ((one, -1), (other, one), (-1, other)):
        town.rows(f"UPDATE {table} SET seq = ? WHERE seq = ?", after, before)
    return [f"{source} {one}: was altered"]


def insert(town: Town) -> Sequence[str]:
    source, seq = town.entry()
    free = town.rng.choice([5_000_000, 0, town.rows("SELECT max(seq) FROM leaves")[0][0] + 1])
    named = ", ".join((*COLUMNS[source], "leaf"))
    town.rows(f"INSERT INTO {source} (seq, {named}) SELECT {free}, {named} FROM {source} WHERE seq = ?", seq)
    return [f"{source} {free}:"]


def swap_subject(town: Town) -> Sequence[str]:
    source = town.rng.choice(["records", "events"])
    seq, subject = town.one(f"SELECT seq, subject FROM {source}")
    (other,) = town.one("SELECT pseudonym FROM subjects WHERE pseudonym <> ?", subject)
    town.rows(f"UPDATE {source} SET subject = ? WHERE seq = ?", other, seq)
    return [f"{source} {seq}: was altered"]


def cut_the_tail(town: Town) -> Sequence[str]:
    (size,) = town.one("SELECT size FROM checkpoints WHERE size < (SELECT max(size) FROM checkpoints)")
    if town.rng.random() < 0.5:
        town.rows("DELETE FROM checkpoints WHERE size > ?", size)
    for source in COLUMNS:
        town.rows(f"DELETE FROM {source} WHERE seq IN (SELECT seq FROM leaves WHERE position >= ?)", size)
    town.rows("DELETE FROM leaves WHERE position >= ?", size)
    town.rows("DELETE FROM nodes WHERE (position + 1) << level > ?", size)
    return [f"leaves: there are {size}, and a checkpoint in the archive signed"]


def checkpoint(town: Town) -> Sequence[str]:
    size, note = town.one("SELECT size, note FROM checkpoints")
    match town.rng.randrange(4):
        case 0:
            other = town.one("SELECT note FROM checkpoints WHERE size <> ?", size)[0]
        case 1:
            opened = open_note(note, verifying_keys(town.ledger))
            other = sign(opened, town.rng.randbytes(32))
        case 2:
            other = flipped(town.rng, note)
        case _:
            size = town.rows("SELECT max(size) FROM checkpoints")[0][0]
            town.rows("DELETE FROM checkpoints WHERE size = ?", size)
            return [f"checkpoint {size}: is not there"]
    town.rows("UPDATE checkpoints SET note = ? WHERE size = ?", other, size)
    return [f"checkpoint {size}:"]


def older_backup(town: Town) -> Sequence[str]:
    town.raw.deserialize(town.rng.choice(BACKUPS))
    (size,) = town.rows("SELECT max(position) + 1 FROM leaves")[0]
    return [f"leaves: there are {size}, and a checkpoint in the archive signed"]


def tree(town: Town) -> Sequence[str]:
    if town.rng.random() < 0.3:
        level, position, node = town.one("SELECT level, position, hash FROM nodes")
        town.rows("UPDATE nodes SET hash = ? WHERE level = ? AND position = ?", flipped(town.rng, node), level, position)
        return [f"node {level}/{position}:"]
    position, seq, source, leaf = town.one("SELECT position, seq, source, leaf FROM leaves")
    column, value = town.rng.choice((("leaf", leaf), ("source", source), ("position", position), ("seq", seq)))
    town.rows(f"UPDATE leaves SET {column} = ? WHERE position = ?", flipped(town.rng, value), position)
    return [f"{source} {seq}:", f"leaf {position}"]


def latest_answer(town: Town) -> Sequence[str]:
    where = "subject = ? AND policy = ? AND permission = ? AND edition = ?"
    subject, policy, permission, edition = key = town.one("SELECT subject, policy, permission, edition FROM consent_state")
    if town.rng.random() < 0.2:
        town.rows(f"DELETE FROM consent_state WHERE {where}", *key)
    else:
        column = town.rng.choice(["permission", "edition", "answer", "at", "version", "seq"])
        ((old,),) = town.rows(f"SELECT {column} FROM consent_state WHERE {where}", *key)
        given = town.rng.choice(["given", "refused", "withdrawn", None])
        town.rows(f"UPDATE consent_state SET {column} = ? WHERE {where}", given if column == "answer" else flipped(town.rng, old), *key)
        if column == "answer" and given == old:
            return []
    return [f"consent_state {subject} {policy}/{permission}@{edition}:"]


def beside(town: Town) -> Sequence[str]:
    """The texts of versions, and the pages that people were shown."""
    if town.rng.random() < 0.5:
        policy, number, path, data = town.one("SELECT policy, number, path, data FROM version_files")
        town.rows("UPDATE version_files SET data = ? WHERE number = ? AND path = ?", flipped(town.rng, data), number, path)
        return [f"version {policy}@{number}:"]
    subject, digest, hidden = town.one(
        "SELECT p.subject, p.digest, p.content_hidden FROM pages p JOIN events e ON e.page = p.digest AND e.subject = p.subject"
    )
    if town.rng.random() < 0.3:
        town.rows("DELETE FROM pages WHERE digest = ?", digest)
    else:
        town.rows("UPDATE pages SET content_hidden = ? WHERE digest = ?", flipped(town.rng, hidden), digest)
    return [f"page {digest[:16]} of {subject}:"]


def person(town: Town) -> Sequence[str]:
    """Who somebody is: their row gone, a bit of it changed, or what two rows hold exchanged."""
    (pseudonym,) = town.one("SELECT DISTINCT s.pseudonym FROM subjects s JOIN records r ON r.subject = s.pseudonym")
    column = town.rng.choice(["subject", "person", "salt", "secret", "bond"])
    ((old,),) = town.rows(f"SELECT {column} FROM subjects WHERE pseudonym = ?", pseudonym)
    if town.rng.random() < 0.2:
        town.rows("DELETE FROM subjects WHERE pseudonym = ?", pseudonym)
    elif town.rng.random() < 0.5:
        town.rows(f"UPDATE subjects SET {column} = ? WHERE pseudonym = ?", flipped(town.rng, old), pseudonym)
    else:
        other, theirs = town.one(f"SELECT pseudonym, {column} FROM subjects WHERE {column} <> ?", old)
        for who, what in ((pseudonym, "-"), (other, old), (pseudonym, theirs)):
            town.rows(f"UPDATE subjects SET {column} = ? WHERE pseudonym = ?", what, who)
    return [f"subjects {pseudonym}:"]


MUTATIONS: Sequence[Mutation] = (
    bit,
    bit,
    delete,
    reorder,
    insert,
    swap_subject,
    cut_the_tail,
    checkpoint,
    older_backup,
    tree,
    latest_answer,
    beside,
    person,
)
BACKUPS: list[bytes] = []


def test_whatever_is_done_behind_its_back_is_found_and_named(town: Town, scale: Callable[[int], int]) -> None:
    BACKUPS.clear()
    town.raw.execute("PRAGMA ignore_check_constraints = ON")
    for (name,) in town.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        town.raw.execute(f'DROP TRIGGER "{name}"')
    for turn in range(8):
        for _ in range(12):
            town.live()
        if turn == 5:
            append_gap(town.ledger.database, town.ledger.cipher, 0, 1, actor=Actor("ops@example.org"), reason="a drill")
        town.seal()
        BACKUPS.append(town.raw.serialize())
    whole = BACKUPS.pop()
    assert all(town.rows(f"SELECT 1 FROM {source} LIMIT 1") for source in COLUMNS if source != "version_withdrawals")
    assert town.faults() == []
    done: dict[str, int] = {}
    for _ in range(scale(10_000)):
        mutation = town.rng.choice(MUTATIONS)
        try:
            named = mutation(town)
        except sqlite3.IntegrityError:
            named = []  # refused by a unique key: not altered
        if named:
            done[mutation.__name__] = done.get(mutation.__name__, 0) + 1
            found = [str(fault) for fault in town.faults()]
            assert any(name in fault for name in named for fault in found), (mutation.__name__, named, found[:5])
        town.raw.deserialize(whole)
    assert town.faults() == []
    assert sum(done.values()) > scale(10_000) * 0.9
    assert set(done) == {mutation.__name__ for mutation in MUTATIONS}
