"""Writes the lists `reopens` and `weakened` into a policy.yaml without touching a byte of the rest.

A reviewer's tie must not re-format what a drafter wrote. What the lists mean is told in `ties`.
"""

import json
import re

from policy_versions.model import Policy, Weakened
from policy_versions.policy_yaml import dump_policy, parse_policy

_NEXT_KEY = re.compile(rb"^(?=[^\s#-])", re.MULTILINE)


def with_lists(data: bytes, policy: Policy) -> bytes:
    """`data` with `reopens` and `weakened` as in `policy`; written anew as a whole only where that cannot be done in place."""
    edited = _replaced(data, b"reopens", _reopens_lines(policy.reopens))
    edited = _replaced(edited, b"weakened", _weakened_lines(policy.weakened))
    return edited if parse_policy(edited, path="policy.yaml") == policy else dump_policy(policy)


def _replaced(data: bytes, key: bytes, lines: list[str]) -> bytes:
    block = "".join(f"{line}\n" for line in lines).encode()
    found = re.search(rb"^" + key + rb"\s*:", data, re.MULTILINE)
    if found is None:
        return data + (b"" if data.endswith(b"\n") or not data else b"\n") + block
    after = _NEXT_KEY.search(data, found.end())
    return data[: found.start()] + block + (data[after.start() :] if after else b"")


def _reopens_lines(reopens: tuple[str, ...]) -> list[str]:
    return [f"reopens: [{', '.join(reopens)}]"] if reopens else []


def _weakened_lines(weakened: tuple[Weakened, ...]) -> list[str]:
    lines = ["weakened:"] if weakened else []
    for weak in weakened:
        if weak.text is None:
            lines.append(f"  - {weak.id}")
            continue
        lines.append(f"  - id: {weak.id}")
        if len(weak.text.by_language) == 1 and "" in weak.text.by_language:
            lines.append(f"    text: {_quoted(str(weak.text))}")
        else:
            lines.append("    text:")
            lines += [f"      {language}: {_quoted(words)}" for language, words in weak.text.by_language.items()]
        lines += [f"    clause: {_quoted(weak.clause)}"] if weak.clause else []
        lines += [f"    dimension: {weak.dimension.value}"] if weak.dimension else []
    return lines


def _quoted(words: str) -> str:
    """A string as double-quoted YAML, which JSON's escapes are."""
    return json.dumps(words, ensure_ascii=False)
