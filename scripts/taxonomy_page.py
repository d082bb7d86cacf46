"""Writes docs/taxonomy.md from the shipped keys and their English labels; a test says when it is out of step.

.venv/bin/python scripts/taxonomy_page.py
"""

from pathlib import Path

from policy_versions.taxonomy import data_categories, data_subjects, data_uses, label, source

TARGET = Path(__file__).parent.parent / "docs" / "taxonomy.md"


INTRODUCTION = """\
# The taxonomy

Data categories and uses are keys of the Fides taxonomy ({source}). A key covers every key below it: `user.contact` covers
`user.contact.email`. A team adds its own keys in policy.yaml:

```yaml
taxonomy:
  - key: user.contact.pager
    label: {{en: Pager number, fr: Numéro de bipeur}}
```

`sales` means sales work such as calling people, not selling data; passing data on is `third_party_sharing`.
"""


def page() -> str:
    """The page's text."""
    parts = [INTRODUCTION.format(source=source())]
    for title, keys in (("Data categories", data_categories()), ("Uses", data_uses()), ("Kinds of people", data_subjects())):
        rows = "\n".join(f"| `{key}` | {label(key)} |" for key in keys)
        parts.append(f"## {title}\n\n| key | in plain words |\n| --- | --- |\n{rows}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(page(), encoding="utf-8")
