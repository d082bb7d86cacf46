"""What a draft should be looked at for before it is published, though it may be.

Warnings only; what forbids publishing is told in `obstacles`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, takewhile

from policy_versions.model import SELF, Basis, Permission, Policy, covers_key


@dataclass(frozen=True, slots=True)
class LintWarning:
    """One thing to look at."""

    rule: str  # `consent_and_other_basis`, `recipients_alike`, `same_use_new_id`, `summary_repeated`, `prose_disagrees`, `not_english`;
    # after publishing `main`
    message: str


def lint(old: Policy | None, new: Policy, text: str | None = None) -> tuple[LintWarning, ...]:
    """What should be looked at in `new`, as against `old`, and in its prevailing text where that is given."""
    step = (*_new_ids(old, new), *_summary(old, new)) if old else ()
    return (*_two_bases(new), *_alike(new), *step, *(_prose(text, new) if text else ()))


def _two_bases(policy: Policy) -> Iterable[LintWarning]:
    for one, other in combinations(policy.permissions, 2):
        if (one.basis is Basis.CONSENT) != (other.basis is Basis.CONSENT) and _meet(one, other):
            asks, other_one = (one, other) if one.basis is Basis.CONSENT else (other, one)
            yield LintWarning(
                "consent_and_other_basis",
                f"`{asks.id}` asks for consent to a use that `{other_one.id}` allows without ({other_one.basis.value}): "
                "a refusal of the one does not stop the other",
            )


def _alike(policy: Policy) -> Iterable[LintWarning]:
    names = dict.fromkeys((SELF, *(name for permission in policy.permissions for name in permission.recipients)))
    for one, other in combinations(names, 2):
        if _a_letter_apart(one, other):
            yield LintWarning(
                "recipients_alike",
                f"the recipients `{one}` and `{other}` differ by a letter: what is allowed to the one is not allowed to the other; "
                "if they are the same, write it the same",
            )


def _a_letter_apart(one: str, other: str) -> bool:
    """Whether one becomes the other by a letter more, another letter, or two that change places; `zone-1` and `zone-2` do not."""
    begin = _alike_from_the_start(one, other)
    one, other = one[begin:], other[begin:]
    end = _alike_from_the_start(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    swapped = len(one) == 2 and one == other[::-1]
    return (one + other).isalpha() and (swapped or max(len(one), len(other)) == 1)


def _alike_from_the_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _new_ids(old: Policy, new: Policy) -> Iterable[LintWarning]:
    gone = [p for p in old.permissions if new.permission(p.id) is None]
    for added in new.permissions:
        if old.permission(added.id) is None:
            for dropped in gone:
                if _meet(added, dropped):
                    yield LintWarning(
                        "same_use_new_id",
                        f"`{added.id}` allows a use that `{dropped.id}` allowed in the version before: a new id asks everyone again",
                    )


def _summary(old: Policy, new: Policy) -> Iterable[LintWarning]:
    if new.summary is not None and new.summary == old.summary:
        yield LintWarning("summary_repeated", "the summary is word for word that of the version before: say what this one changes")


def _prose(text: str, policy: Policy) -> Iterable[LintWarning]:
    if policy.language.partition("-")[0] != "en":
        return
    from differ.english import doubt, looks_english  # noqa: PLC0415 - a gate that only checks loads no vocabulary
    from differ.prose import check_prose  # noqa: PLC0415

    if why := doubt(text):
        yield LintWarning("not_english", f"`{policy.language}.md`: {why}; a person has to read it")
    if not looks_english(text):
        return
    for found in check_prose(text, policy):
        about = found.permission or found.promise
        words = f": “{found.words}”" if found.words else ""
        yield LintWarning("prose_disagrees", f"{f'`{about}`: ' if about else ''}{found.reason}{words}")


def _meet(one: Permission, other: Permission) -> bool:
    """Whether some request is covered by both."""
    return _overlap(one.data, other.data) and _overlap(one.use, other.use) and _overlap(one.recipients, other.recipients)


def _overlap(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(covers_key(a, b) or covers_key(b, a) for a in some for b in others)
