"""A comparison as JSON, for programs."""

import json

from differ.model import Comparison


def to_json(comparison: Comparison) -> str:
    """The comparison's plain values; a lone surrogate is escaped, so that the text can be written anywhere."""
    text = json.dumps(comparison.to_dict(), ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"
