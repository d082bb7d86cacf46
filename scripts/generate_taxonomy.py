"""Writes policy_versions/data/taxonomy.json from an installed fideslang; run it by hand when a new fideslang is taken.

fideslang pins an older pydantic, so it lives in an environment of its own:

    python3 -m venv /tmp/fideslang && /tmp/fideslang/bin/pip install fideslang==3.1.4
    /tmp/fideslang/bin/python scripts/generate_taxonomy.py

Only the keys are taken. Labels are this project's own, in policy_versions/data/labels.*.json; a test names those missing.
"""

import json
from importlib.metadata import version
from pathlib import Path

from fideslang.default_taxonomy import DEFAULT_TAXONOMY  # type: ignore[import-not-found,unused-ignore]

TARGET = Path(__file__).parent.parent / "policy_versions" / "data" / "taxonomy.json"


def main() -> None:
    """Write the keys of the default taxonomy, sorted, one a line."""
    kinds = {"data_categories": "data_category", "data_uses": "data_use", "data_subjects": "data_subject"}
    keys = {ours: sorted(entry.fides_key for entry in getattr(DEFAULT_TAXONOMY, theirs)) for ours, theirs in kinds.items()}
    found = {"source": f"fideslang {version('fideslang')}", "licence": "Apache-2.0", **keys}
    TARGET.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
