"""What a test does without a part of the machine: on a person's machine it says what to install and is skipped, in CI it fails."""

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Fails in CI, skips elsewhere, with `what` as the reason."""
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(what, pytrace=False)
    pytest.skip(what)
