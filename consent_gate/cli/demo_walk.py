"""The path that the demo walks: an example policy through four versions, and one shop's data under them.

Everything is the real thing: the archive, the differ, review and approval, the ledger, the gate, the prompt, verify. Only
the clock is the demo's own. Each step says what it expects; the verdicts expected are the decision table's.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

from consent_gate.cli.demo_page import answer_on_the_page
from consent_gate.gate import Gate
from consent_gate.release.deciding import DraftName, approve, decide
from consent_gate.release.drafts import Standing, standing_of
from consent_gate.release.errors import PublishRefusedError, ReleaseError
from consent_gate.release.importing import import_versions
from consent_gate.release.publishing import publish
from consent_gate.release.review import ReviewVerdict, Tie
from consent_gate.release.verify import Discrepancy, verify_archive, verify_ledger
from consent_gate.release.widening import How
from differ.model import Change
from policy_versions.git_refs import RefChange
from policy_versions.model import SELF, Actor, ActorSource

DRAFTER = Actor("mara@orchardlane.example", ActorSource.OIDC)
REVIEWER = Actor("tomas@orchardlane.example", ActorSource.OIDC)
POLICY, DRAFT = "privacy", "next"
WHERE = DraftName(POLICY, DRAFT)
OLD_SHOP, NEW_SHOP = "corner-deli", "tide-and-table"

_TIES = (
    ("suggest products", Tie("suggestions", How.ADDS)),
    ("advertising partners", Tie("partner-ads", How.ADDS)),
    ("advertise other companies", Tie("no-ads-from-orders", How.WEAKENS)),
    ("keep browsing", Tie("improvement", How.WIDENS)),
)
"""What the demo's reviewer sees in the words of a flagged clause, and what they tie it to."""


class DemoClock:
    """A clock that stands still until it is set."""

    def __init__(self, at: datetime) -> None:
        """Stand at `at`."""
        self.at = at

    def __call__(self) -> datetime:
        """The time it is."""
        return self.at

    def set(self, year: int, month: int, day: int) -> None:
        """Go on to noon of that day."""
        self.at = datetime(year, month, day, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the walk."""

    name: str
    at: datetime
    asked: str
    verdict: str
    expected: str
    shown: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the verdict is the one expected."""
        return self.verdict == self.expected

    def to_dict(self) -> dict[str, object]:
        """As plain values."""
        return {
            "name": self.name,
            "at": self.at.isoformat(),
            "asked": self.asked,
            "verdict": self.verdict,
            "expected": self.expected,
            "right": self.right,
            "shown": list(self.shown),
        }


def walk(folder: Path) -> Iterator[Step]:
    """Walk the path in `folder`, a step at a time."""
    clock = DemoClock(datetime(2025, 2, 10, 12, tzinfo=UTC))
    with (
        _example() as example,
        Gate.open(f"sqlite:///{folder / 'ledger.db'}", folder / "archive", clock=clock, keys=folder / "keys") as gate,
    ):
        walker = Walk(gate, clock, example, folder)
        yield from walker.before()
        yield from walker.tighter()
        yield from walker.looser()
        yield from walker.answers()
        yield from walker.tampering()


@contextmanager
def _example() -> Iterator[Path]:
    with as_file(files("consent_gate") / "examples" / "marketplace") as folder:
        yield folder


class Walk:
    """The walk, with what its parts share."""

    def __init__(self, gate: Gate, clock: DemoClock, example: Path, folder: Path) -> None:
        """Walk with this gate, clock and example, in this folder."""
        self.gate, self.clock, self.example, self.folder = gate, clock, example, folder

    # -- versions 1 and 2: history comes in, a rewording goes out

    def before(self) -> Iterator[Step]:
        """Import the first version, record data under it, publish a rewording."""
        history = self.folder / "history"
        shutil.copytree(self.example / "1", history / "1")
        (version,) = import_versions(self.gate, POLICY, history, actor=DRAFTER)
        held = f"{len(version.policy.permissions)} permissions, {len(version.policy.promises)} promises"
        said = f"{held}, in force since {version.effective:%Y-%m-%d}"
        yield self._step("import what there was", "reconsent import privacy history", version.name, "privacy@1", said)
        self.clock.set(2025, 3, 1)
        for data, item in (
            ("user.contact.email", "account"),
            ("user.contact.phone_number", "phone"),
            ("user.behavior.purchase_history", "order-1"),
        ):
            self.gate.record(OLD_SHOP, data, item)
        yield self._check("data comes in", OLD_SHOP, "essential.service", "user.behavior.purchase_history", "allowed", item="order-1")
        yield self._check(
            "tax law needs no consent", OLD_SHOP, "essential.legal_obligation", "user.behavior.purchase_history", "allowed", item="order-1"
        )
        yield self._check(
            "news only if agreed to", OLD_SHOP, "marketing.communications.email", "user.contact.email", "consent_required", item="account"
        )
        self.clock.set(2025, 3, 20)
        yield from self._release(2, expected_flags=0)

    # -- version 3 only tightens

    def tighter(self) -> Iterator[Step]:
        """Publish a tighter version, which binds the old data at once."""
        self.clock.set(2025, 7, 20)
        yield from self._release(3, expected_flags=0)
        call = ("marketing.communications", "user.contact.phone_number")
        yield self._check("version 3 is not in force yet", OLD_SHOP, *call, "allowed", item="phone")
        self.clock.set(2025, 9, 2)
        yield self._check("tighter terms bind all data at once", OLD_SHOP, *call, "not_permitted", item="phone")

    # -- version 4 relaxes, and one promise is gone without a word

    def looser(self) -> Iterator[Step]:
        """Publish a looser version: found out, decided, approved by a second person, held back from old data."""
        self.clock.set(2025, 12, 20)
        self.gate.record(OLD_SHOP, "user.behavior.browsing_history", "visit-1")
        yield from self._release(4, expected_flags=4)
        suggest = ("personalize", "user.behavior.purchase_history")
        yield self._check("version 4 is not in force yet", OLD_SHOP, *suggest, "not_permitted", item="order-1")
        self.clock.set(2026, 2, 2)
        self.gate.record(NEW_SHOP, "user.contact.email", "account")
        self.gate.record(NEW_SHOP, "user.behavior.purchase_history", "order-2")
        self.gate.record(NEW_SHOP, "user.behavior.browsing_history", "visit-2")
        yield self._check("looser terms bind new data", NEW_SHOP, *suggest, "allowed", item="order-2")
        yield self._check("and not data collected before", OLD_SHOP, *suggest, "consent_required", item="order-1")
        bound = self.gate.bound(OLD_SHOP, "no-ads-from-orders")
        kept = [wording for wording in bound if not wording.in_force]
        yield self._step(
            "the promise that was dropped still binds",
            f"gate.bound({OLD_SHOP!r}, 'no-ads-from-orders')",
            "bound" if kept else "not bound",
            "bound",
            *(f"version {wording.version}: {wording.text}" for wording in kept),
        )

    # -- the person answers

    def answers(self) -> Iterator[Step]:
        """The old shop declines one thing, accepts another, and takes it back."""
        ads = ("marketing.advertising.third_party", "user.contact.email")
        suggest = ("personalize", "user.behavior.purchase_history")
        asked = sorted(ask.subject_of for ask in self.gate.pending(OLD_SHOP))
        yield self._step(
            "what the old shop is asked",
            f"gate.pending({OLD_SHOP!r})",
            ", ".join(asked),
            "catalogue, no-ads-from-orders, partner-ads, suggestions",
        )
        shown = answer_on_the_page(self.gate, OLD_SHOP, {"partner-ads": "refused", "suggestions": "given"})
        yield self._step("the prompt page is answered", "POST of the page", shown.verdict, "recorded, recorded", *shown.lines)
        yield self._check("declined", OLD_SHOP, *ads, "declined", item="account", recipient="advertising-partners")
        yield self._check("accepted", OLD_SHOP, *suggest, "allowed", item="order-1")
        self.gate.withdraw(OLD_SHOP, "suggestions")
        yield self._check("taken back, at once", OLD_SHOP, *suggest, "declined", item="order-1")
        mend = ("functional.service.improve", "user.behavior.browsing_history")
        self.clock.set(2026, 4, 15)
        yield self._check("a longer time is for new data only", OLD_SHOP, *mend, "expired", item="visit-1")
        yield self._check("which it keeps", NEW_SHOP, *mend, "allowed", item="visit-2")

    # -- somebody alters what was written

    def tampering(self) -> Iterator[Step]:
        """Verify, move a tag, alter a row, and verify again."""
        yield self._verified("nothing was altered", self._faults(), "sound")
        repository = self.gate.archive.repository
        one, two = (next(f for f in self.gate.archive.frozen(POLICY) if f.number == number) for number in (1, 2))
        repository.move_refs([RefChange(f"refs/tags/{two.tag}", one.tag_id, two.tag_id)], reason="the demo moves a tag")
        yield self._verified("a tag is moved", self._faults(), "altered: privacy@2")
        repository.move_refs([RefChange(f"refs/tags/{two.tag}", two.tag_id, one.tag_id)], reason="the demo puts it back")
        sequence = self._alter_a_row()
        yield self._verified("a row is altered", self._faults(), f"altered: events {sequence}")

    def _alter_a_row(self) -> int:
        """Turn the refusal into an agreement, past the ledger's own guards; the row's place."""
        with closing(sqlite3.connect(self.folder / "ledger.db")) as database:
            guards = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'")]
            for name in guards:
                database.execute(f'DROP TRIGGER "{name}"')
            (sequence,) = database.execute("SELECT seq FROM events WHERE kind = 'refused'").fetchone()
            database.execute("UPDATE events SET kind = 'given' WHERE seq = ?", (sequence,))
            database.commit()
        return int(sequence)

    # -- what several parts do

    def _release(self, number: int, *, expected_flags: int) -> Iterator[Step]:
        """Draft a version of the example, decide what the differ flags, approve by a second person, publish."""
        texts = {file.name: file.read_bytes() for file in sorted((self.example / str(number)).iterdir())}
        self.gate.archive.start_draft(POLICY, DRAFT, actor=DRAFTER, files=texts)
        standing = standing_of(self.gate, POLICY, DRAFT)
        changes = standing.flags.comparison.changes if standing.flags.comparison else ()
        flagged = [flag for flag in standing.flags.flags if flag.change]
        yield self._step(
            f"version {number} is drafted",
            f"reconsent review {POLICY} {DRAFT}",
            f"{len(flagged)} to decide",
            f"{expected_flags} to decide",
            *(_told(change) for change in changes),
        )
        if standing.flags.flags:
            yield self._refused("it cannot be published undecided")
            self._decide(standing)
            yield self._touched()
        yield self._own_approval()
        approve(self.gate, WHERE, actor=REVIEWER)
        done = publish(self.gate, POLICY, DRAFT, actor=DRAFTER)
        said = f"{done.version.name}, in force from {done.version.effective:%Y-%m-%d}"
        yield self._step(
            f"version {number} is published",
            f"reconsent publish {POLICY} {DRAFT}",
            done.version.name,
            f"privacy@{number}",
            said,
            *(w.message for w in done.warnings),
        )

    def _decide(self, standing: Standing) -> None:
        """The reviewer's work: each flagged change tied to what it adds, widens or weakens."""
        for flag in standing.flags.flags:
            words = " ".join(clause.text for clause in (*flag.change.old, *flag.change.new)) if flag.change else ""
            ties = tuple(tie for part, tie in _TIES if part in words)
            if flag.change is None:
                continue
            verdict = ReviewVerdict.CONFIRMED if ties else ReviewVerdict.OVERRIDDEN
            decide(
                self.gate,
                WHERE,
                flag.id,
                verdict,
                actor=REVIEWER,
                ties=ties,
                reason="" if ties else "It reads otherwise and allows nothing more.",
            )
        for flag in standing_of(self.gate, POLICY, DRAFT).open_flags():
            decide(self.gate, WHERE, flag.id, ReviewVerdict.CONFIRMED, actor=REVIEWER)

    def _touched(self) -> Step:
        found = self.gate.impact(f"{POLICY}/{DRAFT}")
        told = (f"{one.id}: holds back {one.records} records of {one.subjects} people, {one.asked} to ask" for one in found.relaxations)
        return self._step("whom it would touch", f"gate.impact('{POLICY}/{DRAFT}')", f"{found.asked} to ask", "1 to ask", *told)

    def _refused(self, name: str) -> Step:
        try:
            publish(self.gate, POLICY, DRAFT, actor=DRAFTER)
        except PublishRefusedError as error:
            return self._step(name, f"reconsent publish {POLICY} {DRAFT}", "refused", "refused", *error.faults)
        return self._step(name, f"reconsent publish {POLICY} {DRAFT}", "published", "refused")

    def _own_approval(self) -> Step:
        try:
            approve(self.gate, WHERE, actor=DRAFTER)
        except ReleaseError as error:
            return self._step("its drafter cannot approve it", f"reconsent approve {POLICY} {DRAFT}", "refused", "refused", str(error))
        return self._step("its drafter cannot approve it", f"reconsent approve {POLICY} {DRAFT}", "approved", "refused")

    def _check(self, name: str, subject: str, use: str, data: str, expected: str, *, item: str, recipient: str = SELF) -> Step:
        decision = self.gate.check(subject, use=use, data=data, recipient=recipient, item=item)
        to = "" if recipient == SELF else f", recipient={recipient!r}"
        asked = f"gate.check({subject!r}, use={use!r}, data={data!r}{to}, item={item!r})"
        reasons = ", ".join(reason.value for reason in decision.reasons)
        because = f"{reasons} (version {decision.version}, {decision.permission or 'no permission'})"
        return self._step(name, asked, decision.verdict.value, expected, because)

    def _faults(self) -> tuple[Discrepancy, ...]:
        return (*verify_archive(self.gate), *verify_ledger(self.gate))

    def _verified(self, name: str, faults: tuple[Discrepancy, ...], expected: str) -> Step:
        verdict = f"altered: {faults[0].name}" if faults else "sound"
        return self._step(name, "reconsent verify", verdict, expected, *(f"{fault.name}: {fault.detail}" for fault in faults))

    def _step(self, name: str, asked: str, verdict: str, expected: str, *shown: str) -> Step:
        return Step(name=name, at=self.clock.at, asked=asked, verdict=verdict, expected=expected, shown=shown)


def _told(change: Change) -> str:
    """A change in a line: which way it moves, its words and why."""
    words = " ".join(clause.text for clause in (change.new or change.old))
    why = change.findings[0].reason if change.findings else ""
    words = words if len(words) <= 70 else words[:69] + "…"
    return f"{change.direction.value:<8} {change.kind.value:<8} {words}" + (
        f"  ({why})" if why and change.direction.value != "neutral" else ""
    )
