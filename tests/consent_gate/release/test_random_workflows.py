"""Random sequences of draft, edit, review, approve, publish and withdraw against a model that keeps the promises by itself.

Whatever people do in whatever order: no version is published with an open change, none outside one-person mode with an
author as its only approver, no two are in force at one time, and one byte changed after approval voids it.
"""

import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from consent_gate.release import DraftName, How, ReviewVerdict, Tie, approve, decide, publish, standing_of, verify_archive, withdraw_version
from consent_gate.release.errors import ReleaseError
from policy_versions.errors import PolicyVersionsError
from policy_versions.model import Actor, ActorSource
from policy_versions.timeline import in_force, scheduled
from tests.consent_gate.release.build import ADS, policy_file
from tests.consent_gate.release.house import House

PEOPLE = [
    Actor(f"{name}@brewery.example", source)
    for name, source in (("ada", ActorSource.OIDC), ("ben", ActorSource.OIDC), ("cleo", ActorSource.CLAIMED))
]
SENTENCES = (
    "We use your email address to send you receipts.",
    "We do not sell your data.",
    "We keep your orders for one year.",
    "We may share your orders with our printers.",
    "You may object to this at any time.",
)
BASES = ("consent", "contract", "legitimate_interests", "legal_obligation")


@dataclass
class Modelled:
    """What the model knows of one draft."""

    authors: set[str] = field(default_factory=set)
    content: tuple[bytes, bytes] = (b"", b"")
    approved: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)  # person -> what they saw


class Workflow(RuleBasedStateMachine):
    """People at work on one policy."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.house = House.open(Path(self.folder.name))
        self.drafts: dict[str, Modelled] = {}
        self.published: dict[int, Modelled] = {}
        self.one_person = False

    def teardown(self) -> None:
        assert verify_archive(self.house.gate) == ()
        self.house.gate.close()
        self.folder.cleanup()

    @initialize()
    def first_version(self) -> None:
        self.house.first("# Privacy\n\n" + "\n\n".join(SENTENCES[:3]) + "\n")

    @rule(
        name=st.sampled_from(("a", "b")),
        who=st.sampled_from(PEOPLE),
        words=st.sets(st.sampled_from(SENTENCES), min_size=1),
        ads=st.sampled_from((None, *BASES)),
        days=st.sampled_from((-1, 0, 30, 40, 60, 90, 120)),
    )
    def write(self, name: str, who: Actor, words: set[str], ads: str | None, days: int) -> None:
        self._write(name, who, words, ads, self.house.clock() + timedelta(days=days))

    def _write(self, name: str, who: Actor, words: set[str], ads: str | None, at: datetime) -> None:
        text = "# Privacy\n\n" + "\n\n".join(s for s in SENTENCES if s in words) + "\n"
        files = {
            "policy.yaml": policy_file(effective=at.isoformat(), permissions=ADS.replace("basis: consent", f"basis: {ads}") if ads else ""),
            "en.md": text.encode(),
        }
        archive = self.house.gate.archive
        if name not in self.drafts:
            archive.start_draft("privacy", name, actor=who, files=files)
            self.drafts[name] = Modelled()
            changed = True
        else:
            there = archive.draft("privacy", name)
            changed = any(there.files[path] != data for path, data in files.items())
            archive.save("privacy", name, files, expected=there.commit, actor=who, message="Write")
        if changed:
            self.drafts[name].authors.add(who.id)
        self._look(name)

    def _look(self, name: str) -> None:
        draft = self.house.gate.archive.draft("privacy", name)
        assert draft.base is not None, "every draft here descends from a version, whatever the clock said at the archive's beginning"
        files = draft.files
        self.drafts[name].content = (files["policy.yaml"], files["en.md"])

    @precondition(lambda self: self.drafts)
    @rule(
        data=st.data(),
        who=st.sampled_from(PEOPLE),
        verdict=st.sampled_from((*ReviewVerdict, ReviewVerdict.OVERRIDDEN, ReviewVerdict.OVERRIDDEN)),
        how=st.sampled_from(tuple(How)),
        reason=st.sampled_from(("", "It stands elsewhere.", "The law asks for it.")),
    )
    def decide_one(self, data: st.DataObject, who: Actor, verdict: ReviewVerdict, how: How, reason: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.drafts)))
        flags = standing_of(self.house.gate, "privacy", name).open_flags()
        if not flags:
            return
        flag = data.draw(st.sampled_from(flags))
        ties = flag.ties or (Tie("ads" if how in (How.ADDS, How.WIDENS) else "receipts" if how is How.REOPENS else "no-sale", how),)
        with suppress(ReleaseError):
            decide(self.house.gate, DraftName("privacy", name), flag.id, verdict, actor=who, reason=reason, ties=ties)
        self._look(name)

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def decide_all(self, data: st.DataObject, who: Actor) -> None:
        self._decide_all(data.draw(st.sampled_from(sorted(self.drafts))), who)

    def _decide_all(self, name: str, who: Actor) -> None:
        self.house.settle(name=name, actor=who)
        self._look(name)

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def approve_one(self, data: st.DataObject, who: Actor) -> None:
        self._approve(data.draw(st.sampled_from(sorted(self.drafts))), who)

    def _approve(self, name: str, who: Actor) -> None:
        draft = self.drafts[name]
        try:
            approve(self.house.gate, DraftName("privacy", name), actor=who, one_person=self.one_person)
        except ReleaseError:
            return
        assert self.one_person or who.id not in draft.authors
        draft.approved[who.id] = draft.content

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def publish_one(self, data: st.DataObject, who: Actor) -> None:
        self._publish(data.draw(st.sampled_from(sorted(self.drafts))), who)

    def _publish(self, name: str, who: Actor) -> None:
        draft, standing = self.drafts[name], standing_of(self.house.gate, "privacy", name)
        before = self.house.gate.ledger.versions("privacy")
        try:
            done = publish(self.house.gate, "privacy", name, actor=who, one_person=self.one_person)
        except ReleaseError:
            assert self.house.gate.ledger.versions("privacy") == before
            assert len(self.house.gate.archive.frozen("privacy")) == len(before)
            return
        assert not standing.open_flags()
        approvers = {person for person, seen in draft.approved.items() if seen == draft.content}
        assert approvers, "approved for other bytes, or by nobody"
        assert self.one_person or approvers - draft.authors
        assert standing.base == scheduled(before)[-1]
        assert done.version.number == max(version.number for version in before) + 1
        self.published[done.version.number] = self.drafts.pop(name)

    @rule(
        name=st.sampled_from(("a", "b")),
        who=st.sampled_from(PEOPLE),
        words=st.sets(st.sampled_from(SENTENCES), min_size=1),
        ads=st.sampled_from((None, *BASES)),
    )
    def push_through(self, name: str, who: Actor, words: set[str], ads: str | None) -> None:
        """All that it takes to publish, by whoever may."""
        live = scheduled(self.house.gate.ledger.versions("privacy"))
        if name in self.drafts:
            self._rebase(name, who)
        self._write(name, who, words, ads, max(self.house.clock(), live[-1].effective) + timedelta(days=40))
        self._decide_all(name, who)
        for person in PEOPLE:
            self._approve(name, person)
        self._publish(name, who)

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def rebase_one(self, data: st.DataObject, who: Actor) -> None:
        self._rebase(data.draw(st.sampled_from(sorted(self.drafts))), who)

    def _rebase(self, name: str, who: Actor) -> None:
        newest = max(version.number for version in scheduled(self.house.gate.ledger.versions("privacy")))
        if standing_of(self.house.gate, "privacy", name).base == self.house.gate.ledger.version("privacy", newest):
            return
        merged = self.house.gate.archive.rebase("privacy", name, newest, actor=who)
        if not merged.conflicts:
            self._look(name)

    @precondition(lambda self: self.published)
    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def withdraw_one(self, data: st.DataObject, who: Actor) -> None:
        versions = self.house.gate.ledger.versions("privacy")
        version = data.draw(st.sampled_from(versions))
        try:
            withdraw_version(self.house.gate, "privacy", version.number, actor=who, reason="Not yet.")
        except (ReleaseError, PolicyVersionsError):
            return
        assert version.effective > self.house.clock()
        assert version == scheduled(versions)[-1]

    @rule(days=st.integers(1, 60))
    def wait_a_while(self, days: int) -> None:
        self.house.clock.on(days=days)  # type: ignore[attr-defined]

    @rule()
    def switch_mode(self) -> None:
        self.one_person = not self.one_person

    @invariant()
    def effective_times_rise_and_one_version_is_in_force(self) -> None:
        live = scheduled(self.house.gate.ledger.versions("privacy"))
        times = [version.effective for version in live]
        assert times == sorted(set(times))
        if live:
            now = self.house.clock()
            assert in_force(live, now) == [version for version in live if version.effective <= now][-1]


@pytest.mark.soak
def test_random_workflows_keep_every_promise(scale) -> None:
    run_state_machine_as_test(Workflow, settings=settings(max_examples=scale(500), stateful_step_count=30, deadline=None))
