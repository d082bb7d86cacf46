"""Puts how long something may be kept at most into one form, be it said by when it is deleted."""

import re

_DELETED = r"(?:delet|eras|destroy|wip|shred|remov)"
_TIME = r"(?:an?|one|two|three|four|five|six|seven|ten|twelve|thirty|sixty|ninety|\d+)\s(?:\w+\s)?(?:hour|day|week|month|year)s?\b[^,;.]*?"
_GONE_IN_TIME = re.compile(
    rf"""^(?:we\s{_DELETED}e?\s(?P<this>[^,;.]+?)|(?P<that>[^,;.]+?)\s(?:is|are|will\sbe)\s{_DELETED}(?:d?ed))\s
    (?:(?:no\slater\sthan|within|at\sthe\slatest\s(?:after|within))\s(?P<in_time>{_TIME})(?:\sat\sthe\slatest)?|after\s(?P<after>{_TIME}),?\sat\sthe\slatest)\.?$""",
    re.IGNORECASE | re.VERBOSE,
)
_KEPT_AT_MOST = re.compile(
    rf"""^(?:we\s(?:only\s)?(?:keep|store|retain|hold|save)\s(?P<this>[^,;.]+?)
      |(?P<that>[^,;.]+?)\s(?:is|are|will\sbe)\s(?:only\s)?(?:kept|stored|retained|held|saved))\s
    (?:for\s)?(?:no\slonger\sthan|not\slonger\sthan|at\smost|no\smore\sthan|not\smore\sthan|a\smaximum\sof|up\sto)\s(?P<time>{_TIME})\.?$""",
    re.IGNORECASE | re.VERBOSE,
)


def kept_at_most(sentence: str) -> str:
    """A sentence that says how long something is kept at most, in one form; any other as it is.

    >>> kept_at_most("Slips are erased within two days."), kept_at_most("We retain slips for up to two days.")
    ('We keep slips for at most two days.', 'We keep slips for at most two days.')
    """
    gone = _GONE_IN_TIME.match(sentence)
    kept = None if gone else _KEPT_AT_MOST.match(sentence)
    found = gone or kept
    if found is None:
        return sentence
    what, time = found["this"] or found["that"], kept["time"] if kept else found["in_time"] or found["after"]
    return f"We keep {what[:1].lower()}{what[1:]} for at most {time}."
