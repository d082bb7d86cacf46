"""Killed at any step, or raced by others: no half version, and reconcile puts right what is left within seconds."""

import multiprocessing
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from consent_gate import Gate
from consent_gate.errors import ConsentGateError
from consent_gate.release import ReviewVerdict, approve, decide, import_versions, publish, reconcile, standing_of, verify_archive
from consent_gate.release.errors import AlreadyPublishedError, PublishRefusedError
from consent_gate.release.publishing import Step
from consent_gate.release.reconciling import Repair
from policy_versions.errors import PolicyVersionsError
from tests.consent_gate.release.build import LOOSER, TEXT
from tests.consent_gate.release.house import ADA, BEN, START, WHERE, House

WORKER = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from consent_gate import Gate
from consent_gate.release import publish
from policy_versions.model import Actor, ActorSource

folder, step, now = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
gate = Gate.open(f"sqlite:///{folder / 'ledger.db'}", folder / "archive", clock=lambda: now, keys=folder / "keys")

def die(at):
    if at.value == step:
        os.kill(os.getpid(), signal.SIGKILL)

publish(gate, "privacy", "next", actor=Actor("ada@brewery.example", ActorSource.OIDC), at_step=die)
"""


def ready(house: House, text: str = TEXT.replace("year", "month")) -> None:
    """A draft that may be published."""
    house.draft(text)
    house.settle()
    approve(house.gate, WHERE, actor=BEN)


def kill_at(house: House, step: Step) -> None:
    command = [sys.executable, "-c", WORKER, str(house.folder), step.value, house.clock().isoformat()]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False, cwd=Path(__file__).parents[3])
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def is_shown(house: House, text: str) -> bool:
    """Whether the archive's folder and a clone of it hold this text, with nothing left uncommitted."""
    folder = house.folder / "archive"
    status = subprocess.run(["git", "-C", str(folder), "status", "--porcelain"], capture_output=True, text=True, check=True)
    with tempfile.TemporaryDirectory() as copy:
        subprocess.run(["git", "clone", "-q", str(folder), copy], check=True)
        cloned = (Path(copy) / "policies/privacy/en.md").read_text()
    return status.stdout == "" and cloned == text == (folder / "policies/privacy/en.md").read_text()


@pytest.mark.parametrize("step", list(Step))
def test_killed_at_a_step_reconcile_finishes_and_a_second_run_changes_nothing(house: House, step: Step) -> None:
    house.first()
    ready(house)
    kill_at(house, step)
    live = [version.number for version in house.gate.ledger.versions("privacy")]
    tags = [tag.number for tag in house.gate.archive.frozen("privacy")]
    assert live == ([1] if step in (Step.CHECKED, Step.FROZEN) else [1, 2])
    assert tags == ([1] if step is Step.CHECKED else [1, 2])
    began = time.monotonic()
    done = reconcile(house.gate)
    assert time.monotonic() - began < 5
    expected = {
        Step.CHECKED: set(),
        Step.FROZEN: {Repair.FINISHED, Repair.SHOWN, Repair.CLEARED},
        Step.RECORDED: {Repair.SHOWN, Repair.CLEARED},
        Step.MOVED: {Repair.SHOWN, Repair.CLEARED},
        Step.SHOWN: {Repair.CLEARED},
        Step.CLEARED: set(),
        Step.ANCHORED: set(),
    }
    assert {one.what for one in done} == expected[step]
    assert reconcile(house.gate) == ()
    assert verify_archive(house.gate) == ()
    if step is Step.CHECKED:
        publish(house.gate, "privacy", "next", actor=ADA)
    assert [version.number for version in house.gate.ledger.versions("privacy")] == [1, 2]
    assert house.gate.archive.drafts("privacy") == ()
    assert is_shown(house, TEXT.replace("year", "month"))


@pytest.mark.soak
def test_killed_over_and_over_there_is_never_half_a_version(house: House, scale: Callable[[int], int]) -> None:
    house.first()
    text = TEXT
    for turn in range(scale(50)):
        for step in Step:
            text = LOOSER if text == TEXT else TEXT
            house.clock.on(days=61)  # type: ignore[attr-defined]
            ready(house, text)
            kill_at(house, step)
            reconcile(house.gate)
            assert reconcile(house.gate) == (), (turn, step)
            assert verify_archive(house.gate) == (), (turn, step)
            if step is Step.CHECKED:
                publish(house.gate, "privacy", "next", actor=ADA)
            assert is_shown(house, text), (turn, step)


def test_what_may_no_longer_be_published_is_taken_back(house: House) -> None:
    house.first()
    ready(house)
    kill_at(house, Step.FROZEN)
    house.clock.on(days=90)  # type: ignore[attr-defined]
    (done,) = reconcile(house.gate)
    assert (done.what, done.name) == (Repair.UNDONE, "privacy@2")
    assert "in the past" in done.why
    assert [tag.number for tag in house.gate.archive.frozen("privacy")] == [1]
    assert [draft.name for draft in house.gate.archive.drafts("privacy")] == ["next"], "the work itself is kept"
    assert reconcile(house.gate) == ()


def test_a_tag_put_up_by_hand_publishes_nothing(house: House) -> None:
    """Reconciling is no way around review: what it finishes passes every check of publishing."""
    house.first()
    standing = house.draft(LOOSER)
    fields = {"Draft": "next", "Published-By": ADA.id, "Published-By-Source": "oidc", "One-Person": "yes"}
    house.gate.archive.freeze("privacy", 2, standing.draft.commit, message_fields=fields, actor=ADA)
    (done,) = reconcile(house.gate)
    assert done.what is Repair.UNDONE
    assert "needs a decision" in done.why
    assert "nobody has approved" in done.why
    assert [version.number for version in house.gate.ledger.versions("privacy")] == [1]


def test_an_import_cut_off_between_tags_and_rows_is_taken_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(house.gate.ledger), "add_history", cut)
    with pytest.raises(KeyboardInterrupt):
        house.first()
    monkeypatch.undo()
    assert [tag.number for tag in house.gate.archive.frozen("privacy")] == [1]
    assert [one.what for one in reconcile(house.gate)] == [Repair.UNDONE]
    assert house.gate.archive.frozen("privacy") == ()


def test_an_import_cut_off_is_taken_up_by_importing_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(house.gate.ledger), "add_history", cut)
    with pytest.raises(KeyboardInterrupt):
        house.first()
    monkeypatch.undo()
    before = house.gate.archive.frozen("privacy")
    assert len(import_versions(house.gate, "privacy", house.folder / "history")) == 1
    assert house.gate.archive.frozen("privacy") == before
    assert verify_archive(house.gate) == ()


PATIENCE = 600
"""Seconds for twenty processes to start on a machine that is shared."""


def _publisher(folder: str, draft: str, start: object, said: object) -> None:
    gate = Gate.open(f"sqlite:///{folder}/ledger.db", f"{folder}/archive", clock=lambda: START, keys=f"{folder}/keys")
    start.wait(timeout=PATIENCE)  # type: ignore[attr-defined]
    try:
        publish(gate, "privacy", draft, actor=ADA)
    except (ConsentGateError, PolicyVersionsError) as error:
        said.put((draft, type(error).__name__, str(error)))  # type: ignore[attr-defined]
    else:
        said.put((draft, "published", ""))  # type: ignore[attr-defined]


def test_of_many_publishers_at_once_exactly_one_wins_and_the_others_are_told(house: House, scale: Callable[[int], int]) -> None:
    house.first()
    names = [f"draft-{number}" for number in range(max(4, scale(20)))]
    for number, name in enumerate(names):
        house.draft(TEXT.replace("one year", f"{number + 2} days"), name=name)
        house.settle(name=name)
        approve(house.gate, type(WHERE)("privacy", name), actor=BEN)
    house.gate.close()
    context = multiprocessing.get_context("spawn")
    start, said = context.Barrier(len(names)), context.Queue()
    workers = [context.Process(target=_publisher, args=(str(house.folder), name, start, said)) for name in names]
    for worker in workers:
        worker.start()
    results = [said.get(timeout=PATIENCE) for _ in workers]
    for worker in workers:
        worker.join(timeout=60)
    won = [name for name, what, _ in results if what == "published"]
    assert len(won) == 1, results
    assert {what for _, what, _ in results} <= {"published", AlreadyPublishedError.__name__, PublishRefusedError.__name__}
    house.gate = Gate.open(
        f"sqlite:///{house.folder / 'ledger.db'}", house.folder / "archive", clock=house.clock, keys=house.folder / "keys"
    )
    assert [version.number for version in house.gate.ledger.versions("privacy")] == [1, 2]
    assert verify_archive(house.gate) == ()
    assert reconcile(house.gate) == ()
    assert {draft.name for draft in house.gate.archive.drafts("privacy")} == set(names) - set(won)


def test_a_publisher_with_another_copy_of_the_archive_is_told_and_leaves_no_tag(house: House) -> None:
    """The ledger decides where two archives do not know of each other."""
    house.first()
    ready(house)
    other = house.folder / "other"
    shutil.copytree(house.folder / "archive", other)
    with Gate.open(f"sqlite:///{house.folder / 'ledger.db'}", other, clock=house.clock, keys=house.folder / "keys") as gate:

        def meanwhile(step: Step) -> None:
            if step is Step.FROZEN:
                publish(house.gate, "privacy", "next", actor=ADA)

        draft = gate.archive.draft("privacy", "next")
        gate.archive.save("privacy", "next", {"en.md": LOOSER.encode()}, expected=draft.commit, actor=ADA, message="Edit")
        for flag in standing_of(gate, "privacy", "next").open_flags():
            decide(gate, WHERE, flag.id, ReviewVerdict.OVERRIDDEN, actor=BEN, reason="It stands elsewhere.")
        approve(gate, WHERE, actor=BEN)
        with pytest.raises(AlreadyPublishedError, match="was published meanwhile"):
            publish(gate, "privacy", "next", actor=ADA, at_step=meanwhile)
        assert [tag.number for tag in gate.archive.frozen("privacy")] == [1]
    assert verify_archive(house.gate) == ()


def test_reconcile_may_finish_what_a_slow_publisher_is_still_at(house: House) -> None:
    house.first()
    ready(house)

    def meanwhile(step: Step) -> None:
        if step is Step.FROZEN:
            assert [one.what for one in reconcile(house.gate)] == [Repair.FINISHED, Repair.SHOWN, Repair.CLEARED]

    assert publish(house.gate, "privacy", "next", actor=ADA, at_step=meanwhile).version.number == 2
    assert [version.number for version in house.gate.ledger.versions("privacy")] == [1, 2]
    assert verify_archive(house.gate) == ()
