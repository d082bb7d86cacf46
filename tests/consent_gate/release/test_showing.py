"""What a plain clone of the archive shows: the newest version that was not withdrawn, and nobody's own commits are lost."""

import subprocess
import tempfile
from pathlib import Path

import pytest

from consent_gate import Gate
from consent_gate.release import approve, publish, reconcile, withdraw_version
from consent_gate.release.reconciling import Repair
from consent_gate.release.showing import why_not_shown
from policy_versions.archive import Archive
from policy_versions.importers.history import file_history
from tests.consent_gate.release.build import TEXT, policy_file
from tests.consent_gate.release.house import ADA, BEN, CLEO, START, WHERE, Clock, House

MONTH, WEEK = TEXT.replace("one year", "one month"), TEXT.replace("one year", "one week")


def git(folder: Path, *words: str) -> str:
    person = ["-c", "user.name=Dora", "-c", "user.email=dora@brewery.example"]
    return subprocess.run(["git", "-C", str(folder), *person, *words], capture_output=True, text=True, check=True).stdout


def cloned(archive: Path, path: str = "policies/privacy/en.md") -> str | None:
    """What a file says in a fresh clone; None where it is not there."""
    with tempfile.TemporaryDirectory() as copy:
        subprocess.run(["git", "clone", "-q", str(archive), copy], check=True, capture_output=True)
        file = Path(copy) / path
        return file.read_text() if file.exists() else None


@pytest.fixture
def archive(house: House) -> Path:
    return house.folder / "archive"


def test_a_clone_shows_what_was_imported_and_each_version_published_since(house: House, archive: Path) -> None:
    house.first()
    assert cloned(archive) == TEXT
    house.release(MONTH)
    assert cloned(archive) == MONTH
    assert (archive / "policies/privacy/en.md").read_text() == MONTH
    assert git(archive, "status", "--porcelain") == ""
    assert git(archive, "log", "--first-parent", "--format=%s", "main").split("\n")[0] == "Publish privacy/v2"
    assert why_not_shown(house.gate, "privacy") == ""


def test_the_branch_itself_tells_version_after_version(house: House, archive: Path) -> None:
    """Its first parents hold no step of a draft, so that a history of the file is that of its versions."""
    house.first()
    house.release(MONTH)
    house.release(WEEK, days=120)
    assert [past.text for past in file_history(archive, "policies/privacy/en.md", revision="main")] == [TEXT, MONTH, WEEK]


def test_policies_published_by_turns_stand_side_by_side(house: House, archive: Path) -> None:
    house.first()
    folder = house.folder / "cookies" / "1"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_bytes(policy_file(effective="2025-02-01T00:00:00+00:00"))
    (folder / "en.md").write_text("# Cookies\n\nWe set none.\n")
    from consent_gate.release import import_versions

    import_versions(house.gate, "cookies", folder.parent)
    house.release(MONTH)
    assert cloned(archive) == MONTH
    assert cloned(archive, "policies/cookies/en.md") == "# Cookies\n\nWe set none.\n"


def test_a_withdrawn_version_is_taken_back_and_said_to_be(house: House, archive: Path) -> None:
    house.first()
    house.release(MONTH)
    withdraw_version(house.gate, "privacy", 2, actor=ADA, reason="The partner left.")
    assert cloned(archive) == TEXT
    assert (archive / "policies/privacy/en.md").read_text() == TEXT
    assert "The partner left." in git(archive, "tag", "-n9", "-l", "privacy/v2-withdrawn")
    assert [one.withdrawn for one in house.gate.archive.frozen("privacy")] == [False, True]
    assert reconcile(house.gate) == ()


def test_where_the_only_version_was_withdrawn_a_clone_shows_none(house: House, archive: Path) -> None:
    (archive / "README").write_text("Ours.\n")
    git(archive, "add", "README")
    git(archive, "commit", "-qm", "Say whose it is")
    house.draft(TEXT)
    approve(house.gate, WHERE, actor=BEN)
    publish(house.gate, "privacy", "next", actor=ADA)
    assert cloned(archive) == TEXT
    withdraw_version(house.gate, "privacy", 1, actor=ADA, reason="Too early.")
    assert cloned(archive) is None
    assert cloned(archive, "README") == "Ours.\n"
    assert reconcile(house.gate) == ()


def test_a_draft_begins_from_the_newest_version_that_was_not_withdrawn(house: House) -> None:
    house.first()
    house.release(MONTH)
    withdraw_version(house.gate, "privacy", 2, actor=ADA, reason="The partner left.")
    begun = house.gate.archive.start_draft("privacy", "again", actor=CLEO)
    assert begun.base == 1
    assert begun.texts["en"] == TEXT
    assert begun.authors == ()


def test_the_mark_of_a_withdrawal_that_a_crash_kept_away_is_made_up_for(house: House, archive: Path) -> None:
    house.first()
    house.release(MONTH)
    house.gate.ledger.withdraw_version("privacy", 2, actor=ADA, reason="The partner left.")
    assert {one.what for one in reconcile(house.gate)} == {Repair.MARKED, Repair.SHOWN}
    assert reconcile(house.gate) == ()
    assert cloned(archive) == TEXT


def test_commits_of_ones_own_stay_and_the_version_is_put_on_top(house: House, archive: Path) -> None:
    house.first()
    (archive / "README").write_text("Ours.\n")
    (archive / "policies/privacy/NOTES").write_text("Ask Ben.\n")
    git(archive, "add", ".")
    git(archive, "commit", "-qm", "Notes")
    mine = git(archive, "rev-parse", "main").strip()
    house.release(MONTH)
    assert cloned(archive) == MONTH
    assert cloned(archive, "README") == "Ours.\n"
    assert cloned(archive, "policies/privacy/NOTES") == "Ask Ben.\n"
    assert mine in git(archive, "rev-list", "--first-parent", "main")


def test_a_text_changed_on_the_branch_is_left_and_told_and_followed_again_once_it_is_put_back(house: House, archive: Path) -> None:
    house.first()
    (archive / "policies/privacy/en.md").write_text(WEEK)
    git(archive, "commit", "-qam", "Shorten it without a draft")
    mine = git(archive, "rev-parse", "main")
    house.draft(MONTH)
    house.settle()
    approve(house.gate, WHERE, actor=BEN)
    done = publish(house.gate, "privacy", "next", actor=ADA)
    (told,) = [one.message for one in done.warnings if one.rule == "main"]
    assert "\n" not in told
    assert told.startswith("the branch main is left as it is: `policies/privacy` on `main` holds changes that are in no version")
    assert git(archive, "rev-parse", "main") == mine
    assert why_not_shown(house.gate, "privacy") == told
    assert reconcile(house.gate) == ()
    git(archive, "checkout", "-q", "privacy/v1", "--", "policies/privacy")
    git(archive, "commit", "-qm", "Put it back")
    assert [one.what for one in reconcile(house.gate)] == [Repair.SHOWN]
    assert cloned(archive) == MONTH


def test_what_is_not_committed_in_the_work_tree_is_not_overwritten(house: House, archive: Path) -> None:
    house.first()
    (archive / "policies/privacy/en.md").write_text(WEEK)
    house.release(MONTH)
    assert (archive / "policies/privacy/en.md").read_text() == WEEK
    assert cloned(archive) == TEXT
    assert "`policies/privacy/en.md` has changes in" in why_not_shown(house.gate, "privacy")
    assert reconcile(house.gate) == ()
    git(archive, "restore", "policies/privacy/en.md")
    assert [one.what for one in reconcile(house.gate)] == [Repair.SHOWN]
    assert cloned(archive) == MONTH == (archive / "policies/privacy/en.md").read_text()


def test_a_draft_begun_by_hand_on_the_branch_rests_on_the_newest_version_and_has_its_own_authors_only(house: House, archive: Path) -> None:
    house.first()
    house.release(MONTH)
    git(archive, "switch", "-q", "-c", "drafts/privacy/by-hand", "main")
    (archive / "policies/privacy/en.md").write_text(WEEK)
    git(archive, "commit", "-qam", "A week is enough")
    draft = house.gate.archive.draft("privacy", "by-hand")
    assert (draft.base, [one.id for one in draft.authors]) == (2, ["dora@brewery.example"])


@pytest.mark.parametrize("made", ["bare", "empty"])
def test_any_repository_will_do(tmp_path: Path, made: str) -> None:
    """A bare one on a branch of another name, and one that was only just made."""
    folder = tmp_path / "archive"
    subprocess.run(["git", "init", "-q", "-b", "current", *(["--bare"] if made == "bare" else []), str(folder)], check=True)
    clock = Clock(START)
    with Gate.open(f"sqlite:///{tmp_path / 'ledger.db'}", folder, clock=clock, keys=tmp_path / "keys") as gate:
        house = House(tmp_path, clock, gate)
        house.draft(TEXT)
        approve(gate, WHERE, actor=BEN)
        assert "main" not in {one.rule for one in publish(gate, "privacy", "next", actor=ADA).warnings}
        assert cloned(folder) == TEXT
        house.release(MONTH, days=90)
        assert cloned(folder) == MONTH
        assert reconcile(gate) == ()
    if made == "empty":
        assert git(folder, "status", "--porcelain") == ""
        assert (folder / "policies/privacy/en.md").read_text() == MONTH


def test_without_a_branch_to_show_it_on_a_version_is_published_and_that_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    Archive.create(folder).close()
    git(folder, "branch", "-m", "main", "drafts/privacy/other")
    clock = Clock(START)
    with Gate.open(f"sqlite:///{tmp_path / 'ledger.db'}", folder, clock=clock, keys=tmp_path / "keys") as gate:
        house = House(tmp_path, clock, gate)
        house.draft(TEXT)
        approve(gate, WHERE, actor=BEN)
        assert [one.message for one in publish(gate, "privacy", "next", actor=ADA).warnings if one.rule == "main"] == [
            "the branch main is left as it is: there is no branch main, master or trunk"
        ]


def test_a_slow_publisher_does_not_bring_an_older_version(house: House, archive: Path) -> None:
    from policy_versions.main_branch import Newest, bring

    house.first()
    house.release(MONTH)
    house.release(WEEK, days=120)
    asked: list[int] = []

    def newest() -> Newest:
        asked.append(1)
        return Newest(2 if len(asked) == 1 else 3)

    bring(house.gate.archive, "privacy", newest)
    assert cloned(archive) == WEEK
