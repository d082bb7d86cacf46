"""Writes the page of rules from their docstrings: `python -m differ.judgement.catalogue > docs/rules.md`."""

import sys

from differ.judgement.rules import RULES
from differ.judgement.rules.base import Rule

_HEAD = """# The rules of judgement

Each change of a policy is judged by named rules; a finding gives the name of the one it rests on. This page is generated from the
rules themselves (`python -m differ.judgement.catalogue > docs/rules.md`); every example on it runs as a test.

Relaxes and tightens are meant from the side of the person whose data it is. Swapping old and new swaps the two, save for the rules
marked *one way*. What no rule explains is `unclear` and goes to a person.
"""


def page() -> str:
    """The whole page, as Markdown."""
    return _HEAD + "".join(_section(rule) for _, rule in sorted(RULES.items()))


def _section(rule: Rule) -> str:
    old, new, direction = rule.example
    mark = " (one way)" if rule.one_way else ""
    table = f"| before | after | direction |\n| --- | --- | --- |\n| {old} | {new} | {direction.value} |\n"
    return f"\n## {rule.name}{mark}\n\n{rule.text}\n\n{table}"


if __name__ == "__main__":
    sys.stdout.write(page())
