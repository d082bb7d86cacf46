"""A house to work in, for each test its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.consent_gate.release.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House.open(tmp_path) as opened:
        yield opened
