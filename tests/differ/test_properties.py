"""Rules that hold for any policy: swapping, steps on the way, what is unrelated, another name."""

from hypothesis import given
from hypothesis import strategies as st

from differ import Direction, compare
from tests.differ.policies import Policy, policies

FLAGGED = {Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR}
SWAPPED = {Direction.RELAXES: Direction.TIGHTENS, Direction.TIGHTENS: Direction.RELAXES}
EDITS = (
    ("We never lend", "We may lend"),
    ("30 days", "300 days"),
    ("We do not sell", "We sell"),
    ("With your consent, the choir", "The choir"),
    ("only where the law requires it", "where it is useful"),
    ("and for nothing else", "and for advertising"),
    ("after 72 hours", "after 24 hours"),
    ("You can ask", "You may not ask"),
    ("two weeks", "two days"),
)
SOME = st.sets(st.integers(0, len(EDITS) - 1))


def edited(text: str, edits: set[int]) -> str:
    for number in sorted(edits):
        text = text.replace(*EDITS[number])
    return text


def verdicts(old: str, new: str) -> dict[tuple[str, str], Direction]:
    return {
        ("\n".join(c.text for c in change.old), "\n".join(c.text for c in change.new)): change.direction
        for change in compare(old, new).changes
    }


@given(policies(), SOME)
def test_an_unrelated_neutral_paragraph_changes_no_other_verdict(policy: Policy, edits: set[int]) -> None:
    old = policy.markdown()
    new = edited(old, edits)
    longer = verdicts(old, new + "\n## Weather\n\nThe tower clock strikes at noon.\n")
    assert {pair: said for pair, said in longer.items() if pair[0]} == {pair: said for pair, said in verdicts(old, new).items() if pair[0]}


@given(policies(), SOME, SOME)
def test_going_there_in_two_steps_loses_no_relaxation(policy: Policy, first: set[int], second: set[int]) -> None:
    one = policy.markdown()
    two = edited(one, first)
    three = edited(two, second)
    if FLAGGED & set(verdicts(one, three).values()):
        assert FLAGGED & {*verdicts(one, two).values(), *verdicts(two, three).values()}


@given(policies(), st.integers(0, len(EDITS) - 1))
def test_swapping_the_texts_swaps_relaxes_and_tightens(policy: Policy, edit: int) -> None:
    old = policy.markdown()
    new = edited(old, {edit})
    back = verdicts(new, old)
    for (before, after), said in verdicts(old, new).items():
        assert back[after, before] in (SWAPPED.get(said, said), Direction.MIXED, Direction.UNCLEAR), (before, after)


@given(policies())
def test_another_name_for_the_company_throughout_never_relaxes(policy: Policy) -> None:
    old = "This is the policy of Acorn Books Ltd. (“Acorn”, “we”).\n\n" + policy.markdown().replace("The library", "Acorn")
    new = old.replace("Acorn", "Chestnut")
    assert not {Direction.RELAXES, Direction.MIXED} & set(verdicts(old, new).values())
