"""Keys are made private, read with suspicion and rotated without losing the old ones."""

import stat
from pathlib import Path

import pytest

from consent_gate.errors import KeysError
from consent_gate.evidence.keys import NAMES, Keys, rotate


def test_made_keys_are_private_random_and_stay_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    made = Keys.create(folder)
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in NAMES} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert Keys.create(folder) == Keys.load(folder) == made
    assert len({*made.token, *made.signing, made.subject}) == 3
    assert made.subject.hex() not in repr(made)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "short or guessable"),
        ("ab" * 16, "short or guessable"),
        ("00" * 32, "short or guessable"),
        ("change me please", "no key file"),
    ],
)
def test_a_short_or_default_key_is_refused(tmp_path: Path, content: str, message: str) -> None:
    Keys.create(tmp_path)
    (tmp_path / "token").write_text(content)
    with pytest.raises(KeysError, match=message):
        Keys.load(tmp_path)


def test_a_key_that_others_may_read_and_one_that_is_missing_are_refused_with_the_command(tmp_path: Path) -> None:
    Keys.create(tmp_path)
    (tmp_path / "signing").chmod(0o644)
    with pytest.raises(KeysError, match="read by others") as refused:
        Keys.load(tmp_path)
    assert "chmod 600" in refused.value.hint
    (tmp_path / "signing").unlink()
    with pytest.raises(KeysError, match="no key file") as refused:
        Keys.load(tmp_path)
    assert "reconsent init" in refused.value.hint


def test_rotation_adds_a_key_and_keeps_the_old_one(tmp_path: Path) -> None:
    before = Keys.create(tmp_path)
    after = rotate(tmp_path, "signing")
    assert after.signing[:-1] == before.signing
    assert after.token == before.token
    with pytest.raises(KeysError, match="cannot be rotated"):
        rotate(tmp_path, "subject")
