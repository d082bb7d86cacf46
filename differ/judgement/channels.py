"""Tells through which channels a text says that a right is used, or that people are told: online, by telephone, by letter, on the spot.

What it means that they differ is told by the rule of the same name.
"""

import re

_CHANNELS = {
    "online": re.compile(
        r"\b(?:click\w*|links?|online|web\s?sites?|web\spage|(?:web|contact|online)\sforms?|the\sform|(?:the|our|your)\s(?:mobile\s)?app|settings"
        r"|portal|dashboard|button|banner|browser)\b",
        re.IGNORECASE,
    ),
    "in writing": re.compile(r"\bwrit(?:e|ing)\sto\sus\b", re.IGNORECASE),
    "by email": re.compile(r"\be-?mail(?:s|ing)?\b(?!\s(?:address|newsletter|messages?|marketing|list))|@", re.IGNORECASE),
    "by telephone": re.compile(
        r"\b(?:call(?:ing)?\s(?:us|our|the|\W?\d)|(?:by|over\sthe|per)\s(?:tele)?phone|telephone|toll-free)", re.IGNORECASE
    ),
    "by letter": re.compile(r"\b(?:by|per|via)\s(?:post|mail|letter|fax)\b|\bletters?\b|\bpostal\b|\bin\swriting\b", re.IGNORECASE),
    "on the spot": re.compile(
        r"\bin\sperson\b|\b(?:at|to|visit(?:ing)?)\s(?:the|our|one\sof\sour|a|an|any\sof\sour)\s(?:[\w-]+\s)?(?:counter|reception|desk|office|branch|premises|store)\b"
        r"|\b(?:interview|appointment)\b",
        re.IGNORECASE,
    ),
}
_MAY_BE_TOLD = re.compile(
    r"\b(?:e?-?mail|letter|post|fax|(?:tele)?phone|call|toll|form|online|click|link|web|app|settings|portal|dashboard|button|banner|browser|person"
    r"|office|counter|reception|desk|branch|premises|store|interview|appointment|writ|visit)|@",
    re.IGNORECASE,
)


def names_a_channel(words: str) -> bool:
    """Whether words may name a channel."""
    return _MAY_BE_TOLD.search(words) is not None


def channels(text: str) -> frozenset[str]:
    """The channels that a text names.

    >>> sorted(channels("Call us, or come to our office.")), sorted(channels("You may object."))
    (['by telephone', 'on the spot'], [])
    """
    if not names_a_channel(text):
        return frozenset()
    return frozenset(name for name, words in _CHANNELS.items() if words.search(text))
