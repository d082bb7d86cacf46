"""The rule on what the person is asked, or has, to give: which of the two, binds nobody else.

What is asked for, and what becomes of it, is the business of the other rules.
"""

import re
from collections.abc import Sequence

from differ.judgement.rules.base import NEUTRAL, Edit, rule
from differ.model import Finding


@rule("asked-to-give", "You must provide your name.", "You will be asked to provide your name.", NEUTRAL)
def asked_to_give(edit: Edit) -> Sequence[Finding]:
    """Whether the person is asked to give something, or has to, lets nobody do more with it."""
    asked = [(sentence, where) for sentence in (edit.old, edit.new) if (where := is_asked(sentence.text)) is not None]
    if len(asked) == len((edit.old, edit.new)):
        edit.set_aside(
            [
                spot
                for spot in (*edit.gone, *edit.came)
                for sentence, (start, end) in asked
                if spot.sentence is sentence and start <= spot.term.start < end
            ]
        )
    return ()


def is_asked(text: str) -> tuple[int, int] | None:
    """Where a sentence says that the person is asked, or has, to give something.

    >>> is_asked("Here you must enter a number."), is_asked("You will be asked to enter a number.")
    ((9, 13), (4, 20))
    """
    found = _ASKED.search(text) if "you" in text.lower() else None
    return found.span("asked") if found else None


_ASKED = re.compile(
    r"\byou\s(?P<asked>must|need\sto|have\sto|should|(?:will\s|may\s)?(?:need\sto|have\sto|(?:be|are)\s(?:asked|requested|required|obliged)\sto))"
    r"\s(?:provide|give|enter|submit|state|supply|fill|upload|tell\sus)\b",
    re.IGNORECASE,
)
