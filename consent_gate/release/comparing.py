"""Comparisons of whole texts, remembered: the same texts come to the same, and a review asks for them at every step."""

from functools import lru_cache

from differ.compare import compare
from differ.model import Comparison

REMEMBERED = 64
"""Comparisons kept, of the last texts asked about; the text of a policy is about 50 kB, its comparison ten times that."""


@lru_cache(maxsize=REMEMBERED)
def compared(old: str, new: str, language: str) -> Comparison:
    """What changed between two texts, as `differ.compare` says without a judge."""
    return compare(old, new, language=language)
