"""The rule on what the person's own browser can be set to do."""

from differ.judgement.browsers import is_of_browsers
from differ.judgement.rules.base import NEUTRAL, Edit, Findings, finding, rule


@rule(
    "browser",
    "You can set your browser to refuse cookies.",
    "Most browsers' settings can be changed so that they reject cookies or ask you first.",
    NEUTRAL,
)
def browser(edit: Edit) -> Findings:
    """That cookies can be refused in one's own browser is no promise of the organisation: told in other words, it moves nothing."""
    if not edit.hunks or not all(any(is_of_browsers(side, one) for one in side.statements) for side in (edit.old, edit.new)):
        return
    gone, came = list(edit.gone), list(edit.came)
    edit.set_aside([*gone, *came])
    yield finding("browser", NEUTRAL, None, "It is what the person's own browser does.", gone=gone, came=came)
