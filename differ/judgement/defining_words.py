"""Tells definitions that differ only in the words that say that they are one: "X means …", "by X we understand …"."""

import re

_WORD = r"""["“'‘](?P<word>[^"”'’]{1,60})["”'’]"""
_DEFINES = re.compile(
    rf"""\W*?(?:
      by\s(?:the\s(?:word|term)\s)?{_WORD.replace("word>", "by>")},?\s(?:we|is|are)\s(?:mean|understand|refer\sto|meant|understood)\s
      |(?:(?:in|for\sthe\spurposes\sof)\sthis\s(?:notice|policy|text),?\s)?(?:the\s(?:word|term)\s)?{_WORD},?\s
       (?:shall\s)?(?:means?|is|are|refers?\sto|stands?\sfor|denotes?)\s
    )(?P<meaning>.+)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def says_what_it_is_otherwise(old: str, new: str) -> bool:
    """Whether two definitions are of one word and give it one meaning, word for word.

    >>> says_what_it_is_otherwise('"Crew" means all on board.', 'By "Crew" we mean all on board.')
    True
    >>> says_what_it_is_otherwise('"Crew" means all on board.', 'By "Crew" we mean all on duty.')
    False
    """
    before, after = _DEFINES.fullmatch(old.strip()), _DEFINES.fullmatch(new.strip())
    if before is None or after is None or old == new:
        return False
    return _told(before) == _told(after)


def _told(found: re.Match[str]) -> tuple[str, str]:
    return (found["word"] or found["by"]).casefold(), found["meaning"].casefold()
