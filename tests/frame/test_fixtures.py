"""The fixtures give what they promise."""

from collections.abc import Callable

from playwright.sync_api import Page
from sqlalchemy import create_engine, inspect, text


def test_each_test_gets_an_empty_database(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE left_behind (id int)"))
    engine.dispose()


def test_the_next_test_does_not_see_the_tables_of_the_one_before(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()


def test_the_browser_renders_a_page(page: Page) -> None:
    page.set_content("<h1>Terms <ins>and more</ins></h1>")
    assert page.get_by_role("heading").inner_text() == "Terms and more"


def test_sizes_are_a_tenth_outside_a_soak(scale: Callable[[int], int]) -> None:
    assert scale(1000) in {100, 1000}
    assert scale(3) >= 1
