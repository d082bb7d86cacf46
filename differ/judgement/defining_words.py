"""Tells definitions that differ only in the words that say that they are one: "X means …", "by X we understand …"."""

import re

from differ.vocabulary.stems import stem

_WORD = r"""["“'‘](?P<word>[^"”'’]{1,60})["”'’]"""
_DEFINES = re.compile(
    rf"""\W*?(?:
      by\s(?:the\s(?:word|term)\s)?{_WORD.replace("word>", "by>")},?\s(?:we|is|are)\s(?:mean|understand|refer\sto|meant|understood)\s
      |(?P<bare>(?:(?:an?\s)[a-z]|(?-i:[A-Z]))[\w-]*(?:\s(?!(?:shall|means?|is|are|refers?|stands?|denotes?)\b)[\w-]+){{0,2}})\s(?:shall\s)?(?:means?|is|are|refers?\sto|denotes?)\s
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
    word = next(filter(None, (found["word"], found["by"], found["bare"])))
    return stem(word.casefold().removeprefix("a ").removeprefix("an ")), _plainly(found["meaning"].casefold())


def _plainly(meaning: str) -> str:
    """A meaning with its ways of speaking made one: "anyone who rents" is "any person renting", "under 16" is "below the age of 16"."""
    for said, alike in _ALIKE:
        meaning = said.sub(alike, meaning)
    return " ".join(stem(word) for word in re.findall(r"[\w'’-]+|[,;:()]", meaning))


_ALIKE = tuple(
    (re.compile(said), alike)
    for said, alike in (
        (
            r"\b(?:any|every)(?:one|body)\b|\b(?:natural|physical|human)\s(?:persons?|individuals?)\b|\b(?:individuals?|people|persons)\b",
            "person",
        ),
        (r"\b(?:an?|the|any|each|every|all)\s", ""),
        (r"\b(?:who|that|which)\s(?:is|are)\s", ""),
        (r"\b(?:who|that|which)\s(?=\w)", ""),
        (r"\b(?:under|below|younger\sthan|less\sthan|not\syet)\s(?:the\s)?(?:age\sof\s)?(?=\d)", "under "),
        (r"(?<=\d)\s(?:years?\s(?:of\sage|old)|years)\b", ""),
    )
)
