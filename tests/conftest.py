"""Fixtures of all tests: the machine's real parts, the corpus beside the checkout, the sizes of random and fault tests."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import chromium, page
from tests.postgres import postgres_server, postgres_url

__all__ = ["chromium", "corpus", "page", "postgres_server", "postgres_url", "scale"]

IN_FULL = os.environ.get("RECONSENT_SOAK") == "1"

# No deadline: the machines that run this are shared. The same examples each time, except in a soak.
settings.register_profile("tests", deadline=None, derandomize=True, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("soak", parent=settings.get_profile("tests"), derandomize=False, max_examples=1000)
settings.load_profile("soak" if IN_FULL else "tests")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests by the parts they use, and keeps a module's browser tests on one worker, which then starts one browser for them."""
    for item in items:
        used = getattr(item, "fixturenames", ())
        if "chromium" in used:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(f"browser {item.path.name}"))
        if "postgres_server" in used:
            item.add_marker(pytest.mark.postgres)


@pytest.fixture(autouse=True)
def _settings_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person's who runs the tests reaches them."""
    for name in list(os.environ):
        if name.startswith("RECONSENT_") and name not in {"RECONSENT_CORPUS", "RECONSENT_SOAK", "RECONSENT_TEST_POSTGRES_URL"}:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real policies, laid out as bench/, seed/, vectors/."""
    named = os.environ.get("RECONSENT_CORPUS")
    if not named:
        pytest.skip("no corpus: set RECONSENT_CORPUS to a folder of real policies")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"RECONSENT_CORPUS is `{named}`, which is no folder", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def scale() -> Callable[[int], int]:
    """`scale(n)`: n in a soak (RECONSENT_SOAK=1), else a tenth of it, at least 1."""
    return lambda full: full if IN_FULL else max(1, full // 10)
