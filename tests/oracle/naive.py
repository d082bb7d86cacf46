"""The rule of the gate, written the slow and plain way from its description. Shares no code with consent_gate.

It keeps every event in a list and answers each question by going through all of them. Versions come as plain values;
times are aware datetimes. One policy only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import product

BEST_TO_WORST = ["allowed", "consent_required", "declined", "expired", "not_permitted"]
STRICTEST_BASIS_FIRST = [["consent"], ["legitimate_interests", "public_task"], ["contract"], ["legal_obligation", "vital_interests"]]
BY_LAW = ("legal_obligation", "vital_interests")
STRICTEST_ANSWER_FIRST = ["withdrawn", "refused", None, "given"]


def below(parent: str, key: str) -> bool:
    """Whether key is parent or under it."""
    return key.split(".")[: len(parent.split("."))] == parent.split(".")


@dataclass(frozen=True)
class Perm:
    """One permission as one version holds it; retention and valid_for in days."""

    data: tuple[str, ...]
    use: tuple[str, ...]
    recipients: tuple[str, ...]
    basis: str
    retention: int | None = None
    valid_for: int | None = None

    def covers(self, data: str, use: str, recipient: str) -> bool:
        """Whether it covers the request."""
        return any(below(d, data) and below(u, use) and below(r, recipient) for d, u, r in product(self.data, self.use, self.recipients))


@dataclass
class Ver:
    """One version, with what became of it."""

    number: int
    effective: datetime
    published: datetime
    permissions: dict[str, Perm]
    controller: str = "one"
    reopens: tuple[str, ...] = ()
    withdrawn_at: datetime | None = None


@dataclass
class Rec:
    """One line of the collection log. Version 0: unknown; collected None: unknown."""

    seq: int
    recorded: datetime
    subject: str
    item: str
    data: str
    version: int
    collected: datetime | None
    fresh: bool = False


@dataclass
class Ans:
    """One line of the answer log; edition 0: all of the permission."""

    seq: int
    at: datetime
    subject: str
    permission: str
    edition: int
    answer: str


@dataclass
class Log:
    """Everything that happened, in order."""

    versions: list[Ver] = field(default_factory=list)
    records: list[Rec] = field(default_factory=list)
    deletions: list[tuple[int, datetime, str, str]] = field(default_factory=list)  # seq, at, subject, item
    answers: list[Ans] = field(default_factory=list)
    links: list[tuple[int, datetime, str, str]] = field(default_factory=list)  # seq, at, one id, the other

    # ------------------------------------------------------------ versions

    def known(self, at: datetime) -> list[Ver]:
        """The versions the ledger had been told of, without those withdrawn by then."""
        return [v for v in self.versions if v.published <= at and not (v.withdrawn_at is not None and v.withdrawn_at <= at)]

    def in_force(self, at: datetime) -> Ver | None:
        """The version in force, if any."""
        begun = [v for v in self.known(at) if v.effective <= at]
        return begun[-1] if begun else None

    def in_force_known(self, at: datetime, told_by: datetime) -> Ver | None:
        """The version in force at `at`, as known at `told_by`."""
        begun = [v for v in self.known(told_by) if v.effective <= at]
        return begun[-1] if begun else None

    def edition(self, pid: str, request: tuple[str, str, str], n: Ver, at: datetime) -> int:
        """The first version of the latest unbroken run up to n in which the permission covers the request."""
        first = 0
        before: Ver | None = None
        for v in self.known(at):
            if v.number > n.number:
                break
            perm = v.permissions.get(pid)
            if perm is None or not perm.covers(*request):
                first = 0
            elif first == 0 or pid in v.reopens or (before is not None and before.controller != v.controller):
                first = v.number
            before = v
        return first

    # ------------------------------------------------------------ records

    def open_records(self, subject: str, at: datetime) -> list[tuple[str, str, int, datetime | None]]:
        """(item, data, version, collected) of every record not closed by then, remade ones folded together."""
        found: dict[tuple[str, str], list[Rec]] = {}
        log: list[tuple[int, Rec | str]] = [(r.seq, r) for r in self.records if r.subject == subject and r.recorded <= at]
        log += [(seq, item) for seq, when, who, item in self.deletions if who == subject and when <= at]
        for _, entry in sorted(log, key=lambda pair: pair[0]):
            if isinstance(entry, Rec):
                kept = [] if entry.fresh else found.get((entry.item, entry.data), [])
                found[entry.item, entry.data] = [*kept, entry]
            else:
                found = {key: kept for key, kept in found.items() if key[0] != entry}
        return [
            (
                item,
                data,
                min(r.version for r in made),
                None if any(r.collected is None for r in made) else min(r.collected for r in made if r.collected is not None),
            )
            for (item, data), made in found.items()
        ]

    def standing(self, subject: str, item: str, data: str, seq: int) -> tuple[int, datetime | None]:
        """The oldest version and time that a record made at `seq` stands at now, after it was made again."""
        mine = [r for r in self.records if (r.subject, r.item, r.data) == (subject, item, data)]
        ends = [r.seq for r in mine if r.fresh] + [n for n, _, who, what in self.deletions if (who, what) == (subject, item)]
        first = max((n for n in ends if n <= seq), default=0)
        last = min((n for n in ends if n > seq), default=10**9)
        same = [r for r in mine if first <= r.seq < last]
        times = [r.collected for r in same]
        return min(r.version for r in same), None if None in times else min(t for t in times if t is not None)

    def judged(self, subject: str, item: str | None, data: str, at: datetime) -> list[tuple[str, int, datetime | None]]:
        """(data judged, version, collected) of each record that the question is about."""
        every = self.open_records(subject, at)
        ever = any(r.subject == subject and r.item == item and r.recorded <= at for r in self.records)
        if item is not None and not ever:
            return [(data, 0, None)]
        found = []
        for its_item, its_data, version, collected in every:
            if item is not None and its_item != item:
                continue
            if below(its_data, data):
                found.append((data, version, collected))
            elif below(data, its_data):
                found.append((its_data, version, collected))
        if not found and item is None:
            return [(data, 0, None)]
        return found

    # ------------------------------------------------------------ answers

    def latest(self, subject: str, pid: str, edition: int, at: datetime) -> Ans | None:
        """The latest answer, in order, on the edition or on all of the permission."""
        state = self._state(at)
        found = [a for key in ((subject, pid, edition), (subject, pid, 0)) if (a := state.get(key)) is not None]
        return max(found, key=lambda a: a.seq, default=None)

    def _state(self, at: datetime) -> dict[tuple[str, str, int], Ans]:
        group: dict[str, set[str]] = {}
        state: dict[tuple[str, str, int], Ans] = {}
        log: list[tuple[int, Ans | tuple[str, str]]] = [(a.seq, a) for a in self.answers if a.at <= at]
        log += [(seq, (one, other)) for seq, when, one, other in self.links if when <= at]
        for _, entry in sorted(log, key=lambda pair: pair[0]):
            if isinstance(entry, Ans):
                for who in group.get(entry.subject, {entry.subject}):
                    state[who, entry.permission, entry.edition] = entry
            else:
                one, other = entry
                ones, others = group.get(one, {one}), group.get(other, {other})
                keys = {(p, e) for who, p, e in state if who in ones | others}
                for p, e in keys:
                    mine, theirs = state.get((one, p, e)), state.get((other, p, e))
                    winner = _stricter(mine, theirs)
                    for who in ones | others:
                        state.pop((who, p, e), None)
                        if winner is not None:
                            state[who, p, e] = winner
                together = ones | others
                for who in together:
                    group[who] = together
        return state

    # ------------------------------------------------------------ the decision

    def check(self, subject: str, *, data: str, use: str, recipient: str, item: str | None, at: datetime) -> str:
        """The verdict."""
        records = self.judged(subject, item, data, at)
        verdicts = [self.judge(subject, (d, use, recipient), c, collected, at) for d, c, collected in records]
        return max(verdicts, key=BEST_TO_WORST.index, default="not_permitted")

    def judge(self, subject: str, request: tuple[str, str, str], c: int, collected: datetime | None, at: datetime) -> str:
        """The verdict on one record: the best over the permissions in force that cover the request."""
        n = self.in_force(at)
        if n is None:
            return "not_permitted"
        verdicts = [
            self._under(subject, pid, perm, request, c, collected, n, at) for pid, perm in n.permissions.items() if perm.covers(*request)
        ]
        return min(verdicts, key=BEST_TO_WORST.index, default="not_permitted")

    # ------------------------------------------------------------ what to ask

    def pending(self, subject: str, at: datetime) -> set[tuple[str, int]]:
        """(permission, edition) of each edition in force or upcoming where a yes would better a verdict on an open record."""
        found = set()
        moments = [at, *(v.effective for v in self.known(at) if v.effective > at)]
        for moment in moments:
            n = next((v for v in reversed(self.known(at)) if v.effective <= moment), None)
            for _, held, c, collected in self.open_records(subject, at) if n else []:
                for data, use, recipient in universe():
                    if below(held, data):
                        found |= self._askable(subject, (data, use, recipient), c, collected, n, moment, at)
        return found

    def _askable(
        self, subject: str, request: tuple[str, str, str], c: int, collected: datetime | None, n: Ver | None, moment: datetime, at: datetime
    ) -> set[tuple[str, int]]:
        assert n is not None
        found = set()
        before = self._judge_as_known(subject, request, c, collected, moment, at, None)
        for pid, perm in n.permissions.items():
            if not perm.covers(*request):
                continue
            k = self.edition(pid, request, n, at)
            if moment > at and k != n.number:
                continue  # not this edition takes effect then
            latest = self.latest(subject, pid, k, at)
            if latest is not None and latest.answer in ("refused", "withdrawn"):
                continue
            yes = Ans(10**9, at, subject, pid, k, "given")
            after = self._judge_as_known(subject, request, c, collected, moment, at, yes)
            if BEST_TO_WORST.index(after) < BEST_TO_WORST.index(before):
                found.add((pid, k))
        return found

    def _judge_as_known(
        self,
        subject: str,
        request: tuple[str, str, str],
        c: int,
        collected: datetime | None,
        moment: datetime,
        at: datetime,
        extra: Ans | None,
    ) -> str:
        """The verdict at `moment`, knowing what is known at `at`, with one answer more."""
        state = self._state(at)
        if extra is not None:
            state[subject, extra.permission, extra.edition] = extra
        return Known(self.known(at), state).judge(subject, request, c, collected, moment)

    def _under(
        self, subject: str, pid: str, perm: Perm, request: tuple[str, str, str], c: int, collected: datetime | None, n: Ver, at: datetime
    ) -> str:
        k = self.edition(pid, request, n, at)
        span = [perm] if perm.basis in BY_LAW else [v.permissions[pid] for v in self.known(at) if max(c, k) <= v.number <= n.number]
        basis = next(b for bases in STRICTEST_BASIS_FIRST for b in bases if b in {p.basis for p in span})
        limits = [p.retention for p in span if p.retention is not None]
        if limits and (collected is None or at >= collected + timedelta(days=min(limits))):
            return "expired"
        answer = self._standing(self.latest(subject, pid, k, at), pid, k, n, at)
        old = c < k
        if basis in BY_LAW:
            return "allowed"
        if answer == "given":
            return "allowed"
        if answer in ("refused", "withdrawn"):
            return "allowed" if basis == "contract" and not old else "declined"
        if basis == "consent":
            return "consent_required"
        return "consent_required" if old else "allowed"

    def _standing(self, answer: Ans | None, pid: str, k: int, n: Ver, at: datetime) -> str | None:
        """The answer, unless it is a consent whose time is over."""
        if answer is None or answer.answer != "given":
            return answer.answer if answer else None
        then = self.in_force(answer.at)
        since = max(k, then.number if then else 0)
        limits = [
            v.permissions[pid].valid_for
            for v in self.known(at)
            if since <= v.number <= n.number and pid in v.permissions and v.permissions[pid].valid_for is not None
        ]
        if limits and at >= answer.at + timedelta(days=min(x for x in limits if x is not None)):
            return None
        return "given"


class Known(Log):
    """What is known at one moment, taken to another."""

    def __init__(self, versions: list[Ver], state: dict[tuple[str, str, int], Ans]) -> None:
        super().__init__(versions=versions)
        self._fixed = state

    def known(self, at: datetime) -> list[Ver]:  # noqa: ARG002 - what is known is fixed
        return self.versions

    def _state(self, at: datetime) -> dict[tuple[str, str, int], Ans]:  # noqa: ARG002 - as above
        return self._fixed


def _stricter(mine: Ans | None, theirs: Ans | None) -> Ans | None:
    if mine is None or theirs is None or mine.answer != theirs.answer:
        return min((mine, theirs), key=lambda a: STRICTEST_ANSWER_FIRST.index(a.answer if a else None))
    if mine.answer != "given":
        return mine if mine.seq > theirs.seq else theirs  # the later no
    older = mine if mine.at < theirs.at else theirs  # the yes that lapses first, where the first of them stood
    return replace(older, seq=min(mine.seq, theirs.seq))


def universe() -> Iterator[tuple[str, str, str]]:
    """Every request over the small part of the taxonomy that the random histories use."""
    return product(DATA, USES, RECIPIENTS)


DATA = ("user.contact", "user.contact.email", "user.contact.phone_number", "user.behavior", "user.behavior.purchase_history")
USES = ("marketing", "marketing.advertising", "marketing.advertising.third_party", "analytics", "essential.service")
RECIPIENTS = ("self", "partners", "partners.ads")
