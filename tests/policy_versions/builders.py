"""Small policies and archives for the tests here: a bakery that delivers bread."""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from policy_versions.archive import Archive
from policy_versions.model import Actor

ADA = Actor("ada@bakery.example")
BEN = Actor("ben@bakery.example")
CLEO = Actor("cleo@bakery.example")

POLICY = b"""\
# the bakery's own policy
title: Bread and data
controller: {id: corner-bakery, name: Corner Bakery}
language: en
recipients:
  - {id: couriers, name: Our couriers}
permissions:
  - id: bake-orders
    text: We use your order to bake and bring your bread.
    data: [user.behavior.purchase_history, user.contact.address]
    use: [essential.service]
    recipients: [self, couriers]
    basis: contract
    retention: P2Y
promises:
  - {id: tell-first, text: We tell you a month before this changes., dimension: notice, period: P1M}
"""
TEXT = b"""\
# Bread and data

## Orders

We keep your order for two years. Our couriers get your address.

## Ovens

The ovens know nothing about you.
"""


class Clock:
    """A clock that moves one second at each look."""

    def __init__(self, at: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def new_archive(path: Path, *, bare: bool = False) -> Archive:
    return Archive.create(path, bare=bare, clock=Clock())


def with_version(archive: Archive, slug: str = "bread", *, text: bytes = TEXT, policy: bytes = POLICY) -> None:
    """Publishes the next version of the bakery's policy, by ADA."""
    number = len(archive.frozen(slug)) + 1
    draft = archive.start_draft(slug, f"for-v{number}", actor=ADA)
    draft = archive.save(slug, draft.name, {"policy.yaml": policy, "en.md": text}, expected=draft.commit, actor=ADA, message="Write it")
    archive.freeze(slug, number, draft.commit, message_fields={"Effective": "2026-01-01T00:00:00Z"}, actor=BEN)


def git(folder: Path, *arguments: str, actor: Actor = CLEO) -> str:
    """Runs git as a person would who keeps no configuration."""
    name = actor.id.partition("@")[0]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": actor.id,
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": actor.id,
    }
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()
