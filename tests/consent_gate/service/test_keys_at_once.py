"""A key that is made or taken away counts from the next call on, at servers that run."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from consent_gate.errors import KeysError
from consent_gate.service.keyring import EVERYDAY, Keyring, Scope, add_key, list_keys, remove_key
from consent_gate.service.product import product_app
from tests.consent_gate.prompts.house import PERSON, open_house
from tests.consent_gate.service.conftest import served


@pytest.fixture
def house(tmp_path):
    house = open_house(tmp_path)
    yield house
    house.gate.close()


@pytest.fixture
def shown(house):
    """Shows a key to a server that runs; the answer."""
    add_key(house.keys, "first", [Scope.FEED])
    with served(product_app(house.gate, Keyring.load(house.keys), rate=None)) as address:
        yield lambda key: httpx.post(f"{address}/v1/choices", json={"subject": PERSON}, headers={"authorization": f"Bearer {key}"})


def test_a_key_opens_once_it_is_made_and_nothing_once_it_is_taken_away(house, shown):
    key, other = (add_key(house.keys, name, [Scope.ASK]) for name in ("shop", "till"))
    assert (shown(key).status_code, shown(other).status_code) == (200, 200)
    remove_key(house.keys, "shop")
    assert (shown(key).status_code, shown(other).status_code) == (401, 200)
    assert shown(add_key(house.keys, "shop", [Scope.FEED])).status_code == 403
    assert shown(key).status_code == 401
    (house.keys / "api").unlink()
    assert shown(other).status_code == 401


@pytest.mark.parametrize("fault", ["a line that is no key's", "bytes that are no text", "no file"])
def test_nobody_is_let_in_while_the_keys_cannot_be_read_and_the_way_to_them_is_not_told(house, shown, fault):
    key, file = add_key(house.keys, "shop", [Scope.ASK]), house.keys / "api"
    kept = file.read_bytes()
    if fault == "no file":
        file.unlink()
        file.mkdir(0o700)
    else:
        file.write_bytes(kept + (b"shop everything 00\n" if fault == "a line that is no key's" else b"\xff\xfe\n"))
    refused = shown(key)
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert str(house.keys) not in refused.text
    with pytest.raises(KeysError):
        list_keys(house.keys)
    if fault == "no file":
        file.rmdir()
    file.write_bytes(kept)
    file.chmod(0o600)
    assert shown(key).status_code == 200


def test_of_changes_made_at_once_none_undoes_another(tmp_path):
    add_key(tmp_path, "gone", [Scope.CHECK])
    with ThreadPoolExecutor(8) as pool:
        made = [pool.submit(add_key, tmp_path, f"shop-{n}", [Scope.CHECK]) for n in range(40)]
        removed = pool.submit(remove_key, tmp_path, "gone")
        keys = [one.result() for one in made]
        removed.result()
    keyring = Keyring.load(tmp_path)
    assert {keyring.caller(f"Bearer {key}").name for key in keys} == {f"shop-{n}" for n in range(40)}
    assert len(keyring) == 40


def test_what_cannot_be_undone_is_done_only_with_a_key_that_says_so():
    assert set(Scope) - set(EVERYDAY) == {Scope.LINK, Scope.ERASE}
