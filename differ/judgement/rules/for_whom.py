"""Tells that a thing is done for the organisation in whatever words: "on our behalf", "for us"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from differ.judgement.kinds import Term
from differ.judgement.matching import Spot

_FOR_US = re.compile(r"on our behalf|for us", re.IGNORECASE)


def is_for_us_too(spot: Spot, there: Sequence[Term]) -> bool:
    """Whether words say for whom a thing is done, and the terms of another sentence say it too."""
    return _FOR_US.fullmatch(spot.words) is not None and any(one.key == "for" and other.code == "o" for one, other in pairwise(there))
