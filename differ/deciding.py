"""A last look before a change is cleared without a finding: words that can turn a meaning must not differ.

The judgement reads what it knows; what it does not read, it cannot weigh. These are the small words and the soft verbs
that carry a limit, a time, a force or a choice in any sentence, whatever else stands in it.
"""

import re

DECIDING = frozenset(
    """
    not no never none nobody nothing neither nor without
    only solely exclusively except excepting excluding unless until save than but
    before after during while whilst whenever
    must shall should ought required requires require expected expects expect supposed intended intends intend planned plan
    try tries tried attempt attempts aim aims strive strives endeavour endeavor seek seeks hope hopes might
    now currently presently moment far yet anymore longer usually generally typically normally mostly sometimes occasionally
    hour hours day days week weeks weekly month months monthly quarter year years yearly annually daily
    any all every each both either whole
    allow allows permit permits let lets grant ask asks asked consent agree agrees agreed object objects refuse choose chooses
    free fee charge cost
    """.split()
)
"""Words any of which, gone or new, leaves a change to a person where no rule has weighed it."""

_SAME = {
    "requires": "require", "tries": "try", "attempts": "attempt", "aims": "aim", "strives": "strive", "seeks": "seek", "hopes": "hope",
    "expects": "expect", "intends": "intend", "allows": "allow", "permits": "permit", "lets": "let", "asks": "ask", "agrees": "agree",
    "objects": "object", "chooses": "choose", "whilst": "while", "endeavor": "endeavour", "each": "every",
}  # fmt: skip
"""Forms of one word, whose change decides nothing."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORT_NOT = re.compile(r"(?<=ca)n['’]t\b|n['’]t\b|(?<=can)not\b")
_NUMBER_SIGN = re.compile(r"\bnos?\.(?= ?\d)")
_OPPOSITES = ("and", "or")


def deciding_words(gone: str, come: str) -> tuple[str, ...]:
    """The deciding words of what is gone that are not in what has come, and the reverse, in the order of the alphabet; `and` and
    `or` where one stands for the other.

    A word that is both gone and come the same number of times has only been moved.

    >>> deciding_words("opened before noon, never later", "never opened after noon")
    ('after', 'before')
    """
    before, after = _words(gone), _words(come)
    differing = {word for word in DECIDING & {*before, *after} if before.count(word) != after.count(word)}
    for one, other in (_OPPOSITES, _OPPOSITES[::-1]):
        if before.count(one) > after.count(one) and after.count(other) > before.count(other):
            differing |= {one, other}
    return tuple(sorted(differing))


def _words(text: str) -> list[str]:
    plain = _NUMBER_SIGN.sub(" ", _SHORT_NOT.sub(" not", text.lower()))
    return [_SAME.get(word, word) for word in _WORD.findall(plain)]
