"""A tab that notes what it asked of the server and what came back, so that tests wait for answers and not for time."""

import pytest
from playwright.sync_api import Page

from tests.desk.desk_server import WATCHING


@pytest.fixture
def page(page: Page) -> Page:
    page.add_init_script(WATCHING)
    return page
