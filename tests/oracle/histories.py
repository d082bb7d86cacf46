"""Random policy histories and random lives of people under them."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tests.oracle.naive import DATA, RECIPIENTS, USES, Perm, Ver

START = datetime(2020, 1, 1, tzinfo=UTC)
BASES = ("consent", "contract", "legitimate_interests", "public_task", "legal_obligation", "vital_interests")


@dataclass(frozen=True)
class Moment:
    """At `at`, do `what` with `args`."""

    at: datetime
    what: str
    args: tuple[object, ...] = ()


def permission(rng: random.Random) -> Perm:
    return Perm(
        data=tuple(rng.sample(DATA, rng.choice((1, 1, 2)))),
        use=tuple(rng.sample(USES, rng.choice((1, 1, 2)))),
        recipients=tuple(rng.sample(RECIPIENTS, rng.choice((1, 1, 2)))),
        basis=rng.choice((*BASES, "consent", "consent", "contract")),
        retention=rng.choice((None, None, 30, 90, 365, 730)),
        valid_for=rng.choice((None, None, 30, 180, 365)),
    )


def changed(rng: random.Random, perm: Perm) -> Perm:
    """One step of widening, narrowing or other terms."""
    other = permission(rng)
    field = rng.choice(("data", "use", "recipients", "basis", "retention", "valid_for"))
    value = getattr(other, field)
    if field in ("data", "use", "recipients") and rng.random() < 0.5:
        value = tuple(dict.fromkeys((*getattr(perm, field), *value)))
    return replace(perm, **{field: value})


def versions(rng: random.Random) -> list[Ver]:
    """Two to six versions, each some steps from the one before."""
    permissions = {f"p{i}": permission(rng) for i in range(rng.randint(1, 3))}
    dropped: dict[str, Perm] = {}
    found: list[Ver] = []
    at = START
    controller = "one"
    for number in range(1, rng.randint(2, 6) + 1):
        reopens: list[str] = []
        if number > 1:
            for _ in range(rng.randint(0, 2)):
                _step(rng, permissions, dropped)
            if rng.random() < 0.15 and permissions:
                reopens = [rng.choice(sorted(permissions))]
            if rng.random() < 0.07:
                controller = "two" if controller == "one" else "one"
        published = at + timedelta(days=rng.randint(1, 200), hours=rng.randint(0, 23))
        effective = published + timedelta(minutes=6) + timedelta(days=rng.choice((0, 0, 1, 20, 60)))
        withdrawn = None
        if number > 1 and effective - published > timedelta(days=2) and rng.random() < 0.25:
            withdrawn = published + timedelta(days=1)
        kept = dict(permissions)
        found.append(Ver(number, effective, published, kept, controller, tuple(pid for pid in reopens if pid in kept), withdrawn))
        at = effective
    return found


def _step(rng: random.Random, permissions: dict[str, Perm], dropped: dict[str, Perm]) -> None:
    what = rng.random()
    if what < 0.55 and permissions:
        pid = rng.choice(sorted(permissions))
        permissions[pid] = changed(rng, permissions[pid])
    elif what < 0.7 and permissions:
        pid = rng.choice(sorted(permissions))
        dropped[pid] = permissions.pop(pid)
    elif what < 0.85 and dropped:
        pid = rng.choice(sorted(dropped))
        permissions[pid] = dropped.pop(pid)
    else:
        free = [f"p{i}" for i in range(6) if f"p{i}" not in permissions and f"p{i}" not in dropped]
        if free:
            permissions[free[0]] = permission(rng)


def lives(rng: random.Random, history: list[Ver], subjects: int) -> list[Moment]:
    """What happens between the first version and some time after the last, in order of time; checks among it."""
    end = history[-1].effective + timedelta(days=400)
    begin = history[0].effective
    moments = [Moment(v.published, "publish", (v,)) for v in history]
    moments += [Moment(v.withdrawn_at, "withdraw_version", (v.number,)) for v in history if v.withdrawn_at]
    span = (end - begin).total_seconds()
    for index in range(subjects):
        subject = f"s{index}"
        for _ in range(rng.randint(3, 9)):
            moments.append(_happening(rng, subject, begin + timedelta(seconds=rng.uniform(0, span)), subjects))
        edge = rng.choice(history).effective
        moments.append(Moment(max(begin, edge + timedelta(microseconds=rng.choice((-1, 0, 1)))), "check", _question(rng, subject)))
        moments.append(Moment(end + timedelta(seconds=index), "check", _question(rng, subject)))
    return sorted(moments, key=lambda moment: moment.at)


def _happening(rng: random.Random, subject: str, at: datetime, subjects: int) -> Moment:
    what = rng.random()
    item = rng.choice(("a", "b"))
    if what < 0.35:
        version = rng.choice(("now", "now", "now", "unknown", "earlier"))
        collected = rng.choice(("now", "now", "now", "unknown", "before"))
        return Moment(at, "record", (subject, item, rng.choice(DATA), version, collected, rng.random() < 0.15))
    if what < 0.40:
        return Moment(at, "derive", (subject, "derived", rng.choice(DATA)))
    if what < 0.46:
        return Moment(at, "delete", (subject, item))
    if what < 0.64:
        return Moment(at, "answer", (subject, rng.choice(("given", "given", "refused", "deferred"))))
    if what < 0.70:
        return Moment(at, "answer_again", (subject, rng.choice(("given", "refused"))))
    if what < 0.77:
        return Moment(at, "withdraw", (subject, f"p{rng.randint(0, 3)}"))
    if what < 0.79:
        return Moment(at, "link", (subject, f"s{rng.randrange(subjects)}"))
    return Moment(at, "check", _question(rng, subject))


def _question(rng: random.Random, subject: str) -> tuple[object, ...]:
    return (subject, rng.choice(DATA), rng.choice(USES), rng.choice(RECIPIENTS), rng.choice((None, "a", "b", "derived", "never")))
