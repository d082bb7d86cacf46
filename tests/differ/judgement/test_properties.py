"""What holds of the judgement whatever the texts: nothing changed is nothing said, a swap turns it round, what is far off does not
matter."""

from hypothesis import given
from hypothesis import strategies as st

from differ import compare
from differ.model import Comparison, Direction

SENTENCES = (
    "We collect your name and your e-mail address.",
    "We share your booking with couriers.",
    "We share your booking with couriers and advertisers.",
    "We never sell your data.",
    "We may sell your data to data brokers.",
    "We delete call recordings after 30 days.",
    "We delete call recordings after 90 days.",
    "You may ask us to delete your file.",
    "You may opt out of marketing at any time.",
    "We will tell you of a breach within 72 hours.",
    "Card numbers are encrypted.",
    "We use your location only while the app is open.",
    "We use your location.",
    "We transfer data under standard contractual clauses.",
    "Acme keeps your file for two years.",
    "Acme shares lists with its affiliates.",
)
NEUTRAL = ("We are a bakery.", "Thank you for your visit.", "See the list of our shops.", "Last updated in May 2024.")

texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True).map("\n\n".join)
FLAGS = {Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR}


def _verdicts(comparison: Comparison) -> dict[tuple[str, str], Direction]:
    return {("\n".join(c.text for c in x.old), "\n".join(c.text for c in x.new)): x.direction for x in comparison.changes}


@given(texts)
def test_a_text_compared_with_itself_says_nothing(text: str):
    assert compare(text, text).changes == ()


@given(texts, texts)
def test_a_swap_never_leaves_a_clear_direction_as_it_is(old: str, new: str):
    there = compare(old, new).directions() - {Direction.NEUTRAL}
    back = compare(new, old).directions() - {Direction.NEUTRAL}
    if there == {Direction.RELAXES}:
        assert back != {Direction.RELAXES}
    if there == {Direction.TIGHTENS}:
        assert back & FLAGS


@given(texts, texts, st.sampled_from(NEUTRAL))
def test_a_neutral_paragraph_added_changes_no_other_verdict(old: str, new: str, more: str):
    before = _verdicts(compare(old, new))
    after = _verdicts(compare(old, f"{new}\n\n{more}"))
    assert after.pop(("", more)) is Direction.NEUTRAL
    assert after == before


@given(texts)
def test_a_new_name_of_the_company_moves_nothing(text: str):
    told = f"Acme keeps a shop.\n\nAcme may collect your name.\n\nAcme will ask for your age.\n\n{text}"
    said = compare(told, told.replace("Acme", "Zenith")).directions()
    assert said <= {Direction.NEUTRAL}


@given(texts, texts, texts)
def test_going_by_way_of_another_text_loses_no_relaxation(first: str, second: str, third: str):
    straight = compare(first, third).directions() & FLAGS
    if straight:
        assert (compare(first, second).directions() | compare(second, third).directions()) & FLAGS


@given(texts, texts)
def test_every_finding_that_moves_anything_names_its_words_and_its_reason(old: str, new: str):
    for change in compare(old, new).changes:
        for finding in change.findings:
            if finding.direction is not Direction.NEUTRAL:
                assert finding.words.old or finding.words.new
                assert finding.reason.endswith(".")
