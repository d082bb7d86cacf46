"""Makes words from a policy safe to stand among ours: nothing hidden, nothing that turns text round, one line.

Markup never gets this far: words reach a page as text and are escaped there, and no link is ever made of them.
"""

import re
import unicodedata
from functools import lru_cache

_JOINERS = "\u200c\u200d"  # needed to write Persian and several Indian languages
_KEPT_MARKS = frozenset("\u200e\u200f" + _JOINERS)
_SPACE = re.compile(r"\s+")


def hidden_characters(text: str) -> str:
    r"""The characters of `text` that cannot be seen or that change the order of others, in their order.

    >>> hidden_characters("pay\u202eyap")
    '\u202e'
    """
    return "".join(c for c in text if _is_hidden(c))


@lru_cache(maxsize=4_096)
def clean(text: str) -> str:
    r"""The words as they may be shown: without hidden characters, composed, with single spaces.

    >>> clean("We  may\n sha\u200bre\u202e it")
    'We may share it'
    """
    return _SPACE.sub(" ", _without_hidden(text)).strip()


def clean_run(text: str) -> str:
    """As `clean`, for a piece of a sentence: spaces at its ends are kept as one."""
    return _SPACE.sub(" ", _without_hidden(text))


def _without_hidden(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(c for c in text if not _is_hidden(c)))


def _is_hidden(character: str) -> bool:
    if character in "\t\n\r" or character in _KEPT_MARKS:
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn") or character in "\u115f\u1160\u3164\uffa0\u2800"
