"""A draft that is checked out somewhere and saved from elsewhere."""

import pytest

from policy_versions.errors import ArchiveError
from tests.policy_versions.builders import ADA, BEN, git, new_archive, with_version

FILE = "policies/bread/en.md"


@pytest.fixture
def checked_out(tmp_path):
    with new_archive(tmp_path / "archive") as archive:
        with_version(archive)
        draft = archive.start_draft("bread", "next", actor=ADA)
        git(tmp_path / "archive", "switch", "-q", draft.branch)
        yield archive, draft, tmp_path / "archive"


def test_what_is_saved_shows_up_in_a_clean_work_tree(checked_out):
    archive, draft, folder = checked_out
    archive.save("bread", "next", {"en.md": b"# New\n", "fr.md": b"# Neuf\n"}, expected=draft.commit, actor=BEN, message="Save")
    assert (folder / FILE).read_bytes() == b"# New\n"
    assert (folder / "policies/bread/fr.md").read_bytes() == b"# Neuf\n"
    assert git(folder, "status", "--porcelain") == ""


def test_a_file_that_is_removed_disappears_there_too(checked_out):
    archive, draft, folder = checked_out
    archive.save("bread", "next", {"en.md": None}, expected=draft.commit, actor=BEN, message="Save")
    assert not (folder / FILE).exists()
    assert git(folder, "status", "--porcelain") == ""


@pytest.mark.parametrize("staged", [False, True])
def test_changes_that_are_not_committed_are_never_overwritten(checked_out, staged):
    archive, draft, folder = checked_out
    (folder / FILE).write_bytes(b"# Half done\n")
    if staged:
        git(folder, "add", FILE)
    with pytest.raises(ArchiveError, match="not committed") as caught:
        archive.save("bread", "next", {"en.md": b"# New\n"}, expected=draft.commit, actor=BEN, message="Save")
    assert "commit them there" in caught.value.hint
    assert (folder / FILE).read_bytes() == b"# Half done\n"
    assert archive.draft("bread", "next").commit == draft.commit


def test_changes_elsewhere_in_the_work_tree_stay(checked_out):
    archive, draft, folder = checked_out
    (folder / "notes.txt").write_text("mine")
    (folder / "policies/bread/policy.yaml").write_text("mine")
    archive.save("bread", "next", {"en.md": b"# New\n"}, expected=draft.commit, actor=BEN, message="Save")
    assert (folder / "policies/bread/policy.yaml").read_text() == "mine"
    assert git(folder, "status", "--porcelain").split() == ["M", "policies/bread/policy.yaml", "??", "notes.txt"]


def test_other_branches_leave_the_work_tree_alone(checked_out):
    archive, draft, folder = checked_out
    git(folder, "switch", "-q", "main")
    archive.save("bread", "next", {"en.md": b"# New\n"}, expected=draft.commit, actor=BEN, message="Save")
    assert git(folder, "status", "--porcelain") == ""
    assert not (folder / FILE).exists()


def test_a_linked_work_tree_is_kept_in_step(checked_out, tmp_path):
    archive, draft, folder = checked_out
    git(folder, "switch", "-q", "main")
    git(folder, "worktree", "add", "-q", str(tmp_path / "desk"), draft.branch)
    archive.save("bread", "next", {"en.md": b"# New\n"}, expected=draft.commit, actor=BEN, message="Save")
    assert (tmp_path / "desk" / FILE).read_bytes() == b"# New\n"
    assert git(tmp_path / "desk", "status", "--porcelain") == ""


@pytest.mark.parametrize("link", ["policies", "policies/bread", FILE])
def test_links_in_the_work_tree_are_not_followed(checked_out, tmp_path, link):
    archive, draft, folder = checked_out
    outside = tmp_path / "outside"
    (folder / link).rename(outside)
    (folder / link).symlink_to(outside)
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} or {outside: outside.read_bytes()}
    with pytest.raises(ArchiveError, match="is a link"):
        archive.save("bread", "next", {"en.md": b"# New\n"}, expected=draft.commit, actor=BEN, message="Save")
    assert {path: path.read_bytes() for path in before} == before


def test_a_draft_that_is_checked_out_is_not_deleted(checked_out):
    archive, draft, _ = checked_out
    with pytest.raises(ArchiveError, match="is checked out"):
        archive.delete_draft("bread", "next", expected=draft.commit)
    assert archive.draft("bread", "next").commit == draft.commit


def test_a_first_draft_never_begins_on_another_draft(tmp_path):
    with new_archive(tmp_path / "fresh") as archive:
        one = archive.start_draft("bread", "one", actor=ADA, files={"en.md": b"# Secret plans\n"})
        git(tmp_path / "fresh", "switch", "-q", one.branch)
        assert dict(archive.start_draft("bread", "two", actor=BEN).files) == {}
        assert dict(archive.start_draft("cakes", "one", actor=BEN, files={"en.md": b"# Cakes\n"}).files) == {"en.md": b"# Cakes\n"}
        assert archive.repository.folder(archive.draft("cakes", "one").commit, "policies", "bread") == {}
