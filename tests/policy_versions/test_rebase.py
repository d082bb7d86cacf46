"""A draft whose base was followed by a newer version."""

import pytest

from policy_versions.errors import ArchiveConflictError, ArchiveError, PolicyNotFoundError
from tests.policy_versions.builders import ADA, BEN, CLEO, POLICY, TEXT, git, new_archive, with_version

OVENS = TEXT.replace(b"The ovens know nothing about you.", b"The ovens know your name.")
ORDERS = TEXT.replace(b"two years", b"three years")
OTHER_ORDERS = TEXT.replace(b"two years", b"one year")


@pytest.fixture
def archive(tmp_path):
    with new_archive(tmp_path) as made:
        with_version(made)
        draft = made.start_draft("bread", "next", actor=CLEO)
        made.save("bread", "next", {"en.md": ORDERS}, expected=draft.commit, actor=ADA, message="Keep longer")
        yield made


def test_changes_in_different_places_come_together(archive):
    with_version(archive, text=OVENS)
    merged = archive.rebase("bread", "next", 2, actor=CLEO)
    draft = archive.draft("bread", "next")
    assert merged.conflicts == {}
    assert draft.base == 2
    assert draft.files["en.md"] == ORDERS.replace(b"The ovens know nothing about you.", b"The ovens know your name.")
    assert git(archive.repository.work_tree, "fsck", "--strict") == ""


def test_a_rebase_without_conflicts_makes_nobody_an_author_and_forgets_none(archive):
    with_version(archive, text=OVENS)
    archive.rebase("bread", "next", 2, actor=CLEO)
    assert archive.draft("bread", "next").authors == (ADA,)


def test_a_conflict_is_shown_as_text_and_nothing_is_written(archive):
    with_version(archive, text=OTHER_ORDERS)
    before = archive.draft("bread", "next")
    merged = archive.rebase("bread", "next", 2, actor=CLEO)
    shown = merged.conflicts["en.md"]
    assert "<<<<<<< your draft\n" in shown
    assert ">>>>>>> bread/v2\n" in shown
    assert "three years" in shown
    assert "one year" in shown
    assert archive.draft("bread", "next") == before


def test_a_settled_conflict_is_saved_and_makes_an_author(archive):
    with_version(archive, text=OTHER_ORDERS)
    settled = TEXT.replace(b"two years", b"eighteen months")
    archive.rebase("bread", "next", 2, actor=CLEO, resolved={"en.md": settled})
    draft = archive.draft("bread", "next")
    assert (draft.base, draft.files["en.md"], draft.authors) == (2, settled, (ADA, CLEO))


def test_marks_of_a_conflict_are_not_saved(archive):
    with_version(archive, text=OTHER_ORDERS)
    shown = archive.rebase("bread", "next", 2, actor=CLEO).conflicts["en.md"]
    with pytest.raises(ArchiveError, match="still holds the marks"):
        archive.rebase("bread", "next", 2, actor=CLEO, resolved={"en.md": shown.encode()})


def test_a_draft_that_moved_on_while_a_conflict_was_settled_is_left_alone(archive):
    with_version(archive, text=OTHER_ORDERS)
    seen = archive.draft("bread", "next").commit
    archive.save("bread", "next", {"en.md": b"# Else\n"}, expected=seen, actor=BEN, message="Meanwhile")
    with pytest.raises(ArchiveConflictError):
        archive.rebase("bread", "next", 2, actor=CLEO, resolved={"en.md": TEXT}, expected=seen)
    assert archive.draft("bread", "next").files["en.md"] == b"# Else\n"


def test_the_lists_of_the_newer_version_do_not_pass_on(archive):
    told = POLICY.replace(b"promises:", b"reopens: [bake-orders]\npromises:") + b"summary: Asks again.\neffective: 2026-05-01T00:00:00Z\n"
    with_version(archive, text=OVENS, policy=told)
    archive.rebase("bread", "next", 2, actor=CLEO)
    policy = archive.draft("bread", "next").policy
    assert (policy.reopens, policy.summary, policy.effective) == ((), None, None)


def test_a_file_removed_on_one_side_and_changed_on_the_other_is_a_conflict(archive):
    draft = archive.draft("bread", "next")
    archive.save("bread", "next", {"en.md": None, "de.md": b"# Brot\n"}, expected=draft.commit, actor=ADA, message="German")
    with_version(archive, text=OVENS)
    merged = archive.rebase("bread", "next", 2, actor=CLEO)
    assert list(merged.conflicts) == ["en.md"]
    assert merged.files["de.md"] == b"# Brot\n"


def test_resting_on_what_it_rests_on_already_changes_nothing(archive):
    before = archive.draft("bread", "next")
    archive.rebase("bread", "next", 1, actor=CLEO)
    assert archive.draft("bread", "next") == before
    with pytest.raises(PolicyNotFoundError):
        archive.rebase("bread", "next", 9, actor=CLEO)
