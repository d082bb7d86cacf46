"""Versions are tags that are written once; drafts are branches that anybody may edit."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from policy_versions.archive import Archive
from policy_versions.errors import ArchiveConflictError, ArchiveError, ArchiveTamperedError, PolicyFileError, PolicyNotFoundError
from policy_versions.identity import identified, identity_of
from tests.policy_versions.builders import ADA, BEN, CLEO, POLICY, TEXT, git, new_archive, with_version


@pytest.fixture(params=[False, True], ids=["work tree", "bare"])
def archive(tmp_path, request):
    with new_archive(tmp_path / "archive", bare=request.param) as made:
        yield made


def test_a_new_archive_is_a_whole_repository_with_no_policy(archive):
    assert archive.policies() == ()
    assert archive.drafts() == ()
    assert git(archive.repository.git_dir, "fsck", "--strict") == ""


def test_a_frozen_version_holds_the_bytes_that_were_saved(archive):
    with_version(archive)
    (frozen,) = archive.frozen("bread")
    files = archive.files_at("bread", frozen.tag)
    assert dict(files) == {"en.md": TEXT, "policy.yaml": POLICY}
    assert frozen.identity == identity_of(identified(files))
    assert frozen.fields["Effective"] == "2026-01-01T00:00:00Z"
    assert git(archive.repository.git_dir, "cat-file", "-t", "bread/v1").strip() == "tag"


def test_one_text_of_a_version_is_read_by_its_language(archive):
    with_version(archive)
    (frozen,) = archive.frozen("bread")
    for at in (frozen.tag, frozen.commit, frozen.commit):
        assert archive.text("bread", at, "en") == TEXT.decode()
    for policy, at, language in [
        ("bread", frozen.tag, "fr"),
        ("bread", "bread/v9", "en"),
        ("bread", "0" * 40, "en"),
        ("cakes", frozen.tag, "en"),
    ]:
        with pytest.raises(PolicyNotFoundError):
            archive.text(policy, at, language)


def test_a_number_is_frozen_once(archive):
    with_version(archive)
    draft = archive.start_draft("bread", "again", actor=ADA)
    with pytest.raises(ArchiveConflictError, match="`bread/v1` is there already"):
        archive.freeze("bread", 1, draft.commit, message_fields={}, actor=BEN)
    assert len(archive.frozen("bread")) == 1


def test_of_twenty_who_freeze_one_number_one_wins(archive):
    with_version(archive)
    draft = archive.start_draft("bread", "race", actor=ADA)
    barrier = threading.Barrier(20)
    won, lost = [], []

    def run() -> None:
        barrier.wait()
        try:
            won.append(archive.freeze("bread", 2, draft.commit, message_fields={}, actor=BEN))
        except ArchiveConflictError as fault:
            lost.append(fault)

    threads = [threading.Thread(target=run) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 19)
    assert [f.number for f in archive.frozen("bread")] == [1, 2]


def test_a_version_needs_policy_and_text(archive):
    draft = archive.start_draft("bread", "empty", actor=ADA, files={"policy.yaml": POLICY})
    with pytest.raises(ArchiveError, match="holds no text"):
        archive.freeze("bread", 1, draft.commit, message_fields={}, actor=ADA)


def test_a_draft_starts_without_what_told_of_the_step_before(archive):
    told = POLICY.replace(b"permissions:", b"effective: 2026-01-01T00:00:00Z\nsummary: Longer.\nreopens: [bake-orders]\npermissions:")
    with_version(archive, policy=told)
    draft = archive.start_draft("bread", "next", actor=CLEO)
    assert draft.base == 1
    assert draft.files["policy.yaml"] == POLICY
    assert draft.authors == ()
    assert (draft.policy.effective, draft.policy.summary, draft.policy.reopens) == (None, None, ())


def test_many_drafts_live_side_by_side_each_from_its_version(archive):
    with_version(archive)
    with_version(archive, text=TEXT + b"\nMore.\n")
    archive.start_draft("bread", "from-first", base=1, actor=ADA)
    archive.start_draft("bread", "from-second", base=2, actor=ADA)
    archive.start_draft("cakes", "first", actor=BEN, files={"policy.yaml": POLICY, "en.md": TEXT})
    assert {(d.slug, d.name): d.base for d in archive.drafts()} == {
        ("bread", "for-v1"): 1,
        ("bread", "for-v2"): 2,
        ("bread", "from-first"): 1,
        ("bread", "from-second"): 2,
        ("cakes", "first"): None,
    }
    assert archive.policies() == ("bread", "cakes")
    assert [d.name for d in archive.drafts("cakes")] == ["first"]


def test_a_draft_from_a_version_that_is_not_there_is_refused(archive):
    with_version(archive)
    with pytest.raises(PolicyNotFoundError, match="no version 7"):
        archive.start_draft("bread", "next", base=7, actor=ADA)


def test_saving_on_an_older_commit_changes_nothing_and_shows_both_sides(archive):
    draft = archive.start_draft("bread", "one", actor=ADA, files={"policy.yaml": POLICY, "en.md": TEXT})
    theirs = archive.save("bread", "one", {"en.md": b"# Ben's\n"}, expected=draft.commit, actor=BEN, message="Mine")
    with pytest.raises(ArchiveConflictError) as caught:
        archive.save("bread", "one", {"en.md": b"# Ada's\n"}, expected=draft.commit, actor=ADA, message="Mine")
    assert caught.value.yours == {"en.md": b"# Ada's\n"}
    assert caught.value.theirs["en.md"] == b"# Ben's\n"
    assert archive.draft("bread", "one").commit == theirs.commit


def test_saving_the_same_again_makes_no_commit(archive):
    draft = archive.start_draft("bread", "one", actor=ADA, files={"policy.yaml": POLICY, "en.md": TEXT})
    assert archive.save("bread", "one", {"en.md": TEXT}, expected=draft.commit, actor=BEN, message="Same") == draft


def test_a_file_can_be_taken_out_of_a_draft(archive):
    draft = archive.start_draft("bread", "one", actor=ADA, files={"policy.yaml": POLICY, "en.md": TEXT, "fr.md": TEXT})
    draft = archive.save("bread", "one", {"fr.md": None}, expected=draft.commit, actor=BEN, message="Drop French")
    assert sorted(draft.texts) == ["en"]


def test_everybody_who_wrote_in_a_draft_is_an_author(archive):
    with_version(archive)
    draft = archive.start_draft("bread", "next", actor=BEN)
    draft = archive.save(
        "bread", "next", {"en.md": b"# A\n"}, expected=draft.commit, actor=ADA, message="One\n\nCo-authored-by: C <cleo@bakery.example>"
    )
    draft = archive.save("bread", "next", {"en.md": b"# B\n"}, expected=draft.commit, actor=ADA, message="Two")
    assert draft.authors == (ADA, CLEO)


def test_a_reviewer_who_reopens_is_no_author(archive):
    with_version(archive)
    draft = archive.start_draft("bread", "next", actor=BEN)
    reopened = draft.files["policy.yaml"] + b"reopens: [bake-orders]\n"
    draft = archive.save(
        "bread",
        "next",
        {"policy.yaml": reopened, "review.yaml": b"a: b\n"},
        expected=draft.commit,
        actor=CLEO,
        message="Review",
        review=True,
    )
    assert draft.authors == ()
    assert draft.policy.reopens == ("bake-orders",)


def test_a_review_that_changes_more_is_refused(archive):
    with_version(archive)
    draft = archive.start_draft("bread", "next", actor=BEN)
    for files in ({"en.md": b"# Other\n"}, {"policy.yaml": POLICY.replace(b"P2Y", b"P9Y")}, {"fr.md": TEXT}):
        with pytest.raises(ArchiveError, match="a reviewer changes only"):
            archive.save("bread", "next", files, expected=draft.commit, actor=CLEO, message="Review", review=True)


def test_calling_a_change_a_review_hides_no_author(tmp_path):
    with new_archive(tmp_path) as archive:
        with_version(archive)
        draft = archive.start_draft("bread", "next", actor=BEN)
        git(tmp_path, "switch", "-q", draft.branch)
        (tmp_path / "policies/bread/en.md").write_bytes(b"# Taken over\n")
        git(tmp_path, "commit", "-qam", "Tidy\n\nReconsent-Change: review\n\nReconsent-Change: begin", actor=CLEO)
        assert archive.draft("bread", "next").authors == (CLEO,)


def test_a_draft_edited_with_git_is_the_same_draft(tmp_path):
    with new_archive(tmp_path) as archive:
        with_version(archive)
        git(tmp_path, "switch", "-qc", "drafts/bread/by-hand", "bread/v1")
        (tmp_path / "policies/bread/en.md").write_bytes(b"# By hand\n")
        (tmp_path / "policies/bread/notes.txt").write_bytes(b"not part of it\n")
        (tmp_path / "policies/bread/pt_BR.md").write_bytes(b"# Uma lingua com o nome errado\n")
        (tmp_path / "policies/bread/de.md").symlink_to("/etc/passwd")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-qm", "By hand", actor=CLEO)
        draft = archive.draft("bread", "by-hand")
        assert (draft.base, draft.authors, draft.texts["en"]) == (1, (CLEO,), "# By hand\n")
        assert sorted(draft.files) == ["en.md", "policy.yaml"]
        assert draft.strangers == ("de.md", "notes.txt", "pt_BR.md")


def test_a_draft_with_a_broken_policy_file_is_listed_and_tells_its_faults(archive):
    archive.start_draft("bread", "broken", actor=ADA, files={"policy.yaml": b"title: [", "en.md": b"\xff\xfe"})
    (draft,) = archive.drafts("bread")
    with pytest.raises(PolicyFileError, match=r"bread/policy\.yaml:1"):
        _ = draft.policy
    with pytest.raises(PolicyFileError, match="not UTF-8"):
        _ = draft.texts


def test_a_deleted_draft_is_gone_and_only_if_nobody_moved_it(archive):
    draft = archive.start_draft("bread", "one", actor=ADA, files={"policy.yaml": POLICY, "en.md": TEXT})
    later = archive.save("bread", "one", {"en.md": b"# B\n"}, expected=draft.commit, actor=ADA, message="Two")
    with pytest.raises(ArchiveConflictError):
        archive.delete_draft("bread", "one", expected=draft.commit)
    archive.delete_draft("bread", "one", expected=later.commit)
    with pytest.raises(PolicyNotFoundError, match="no draft `one`"):
        archive.draft("bread", "one")


def test_an_unfinished_freeze_is_taken_back_and_only_that_one(archive):
    with_version(archive)
    (frozen,) = archive.frozen("bread")
    with pytest.raises(ArchiveConflictError):
        archive.undo_freeze("bread", 1, tag_id="0" * 39 + "1")
    archive.undo_freeze("bread", 1, tag_id=frozen.tag_id)
    assert archive.frozen("bread") == ()


def test_anchors_are_kept_in_one_chain_and_never_changed(archive):
    tips = [archive.write_anchor(f"2026-01-0{day}", f"checkpoint {day}\n".encode()) for day in (1, 2, 3)]
    assert archive.write_anchor("2026-01-02", b"checkpoint 2\n") == tips[-1]
    with pytest.raises(ArchiveConflictError, match="other content"):
        archive.write_anchor("2026-01-02", b"checkpoint 9\n")
    assert list(archive.anchors()) == ["2026-01-01", "2026-01-02", "2026-01-03"]
    assert archive.repository.is_ancestor(tips[0], tips[2])
    assert not archive.repository.is_ancestor(tips[2], tips[0])


def test_anchors_written_at_the_same_time_are_all_kept(archive):
    threads = [threading.Thread(target=archive.write_anchor, args=(f"a{n}", b"x")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(archive.anchors()) == 8


def test_an_archive_can_live_in_a_repository_with_a_history(tmp_path):
    git(tmp_path, "init", "-q", "-b", "trunk")
    (tmp_path / "README").write_text("a shop\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Begin")
    with Archive.open(tmp_path) as archive:
        draft = archive.start_draft("bread", "first", actor=ADA, files={"policy.yaml": POLICY, "en.md": TEXT})
        assert draft.base is None
        assert draft.authors == (ADA,)
        assert "README" in archive.repository.folder(draft.commit)
    assert git(tmp_path, "status", "--porcelain") == ""


def test_an_archive_can_begin_in_an_empty_repository(tmp_path):
    git(tmp_path, "init", "-q", "-b", "trunk")
    with Archive.open(tmp_path) as archive:
        draft = archive.start_draft("bread", "first", actor=ADA, files={"policy.yaml": POLICY, "en.md": TEXT})
        assert sorted(draft.files) == ["en.md", "policy.yaml"]


def test_replacement_refs_change_nothing_that_is_read(tmp_path):
    with new_archive(tmp_path) as archive:
        with_version(archive)
        with_version(archive, text=b"# Everything is allowed\n")
        one, two = archive.frozen("bread")
        git(tmp_path, "replace", one.commit, two.commit)
        (tmp_path / ".git/info").mkdir(exist_ok=True)
        (tmp_path / ".git/info/grafts").write_text(f"{two.commit}\n")
    with Archive.open(tmp_path) as archive:
        assert archive.files_at("bread", "bread/v1")["en.md"] == TEXT
        assert archive.repository.is_ancestor(one.commit, two.commit)


def test_a_missing_object_is_named_as_damage(tmp_path):
    with new_archive(tmp_path) as archive:
        with_version(archive)
        (frozen,) = archive.frozen("bread")
        entry = archive.repository.folder(frozen.commit, "policies", "bread")["en.md"]
    (tmp_path / ".git/objects" / entry.id[:2] / entry.id[2:]).unlink()
    with Archive.open(tmp_path) as archive, pytest.raises(ArchiveTamperedError, match=entry.id):
        archive.files_at("bread", frozen.tag)


def test_a_repository_with_sha256_ids_is_refused_with_what_to_do(tmp_path):
    subprocess.run(["git", "init", "-q", "--object-format=sha256", str(tmp_path)], check=True)
    with pytest.raises(ArchiveError, match="names its objects by sha256") as caught:
        Archive.open(tmp_path)
    assert "--object-format=sha1" in caught.value.hint


def test_what_was_saved_is_flushed_to_the_disk(tmp_path):
    with new_archive(tmp_path) as archive:
        with_version(archive)
    assert git(tmp_path, "config", "core.fsync").strip() == "all"


def test_a_bare_repository_that_does_not_say_so_is_read(tmp_path):
    with new_archive(tmp_path / "bare", bare=True) as archive:
        with_version(archive)
    git(tmp_path / "bare", "config", "--unset", "core.bare")
    with Archive.open(tmp_path / "bare") as archive:
        assert archive.repository.work_tree is None
        assert archive.draft("bread", "for-v1").base == 1


def test_a_folder_without_a_repository_is_told_what_to_do(tmp_path):
    with pytest.raises(ArchiveError, match="is not a git repository") as caught:
        Archive.open(tmp_path)
    assert "reconsent init" in caught.value.hint
    with pytest.raises(ArchiveError, match="there is no folder"):
        Archive.open(tmp_path / "nowhere")
    new_archive(tmp_path / "there").close()
    with pytest.raises(ArchiveError, match="holds a git repository already"):
        new_archive(tmp_path / "there")


def test_a_repository_of_another_user_is_refused_until_it_is_trusted(tmp_path, monkeypatch):
    from policy_versions import git_process

    new_archive(tmp_path / "theirs").close()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 424242)
    git_process.folders_the_user_trusts.cache_clear()
    try:
        with pytest.raises(ArchiveError, match="belongs to another user") as caught:
            Archive.open(tmp_path / "theirs")
        assert f"safe.directory {tmp_path / 'theirs'}" in caught.value.hint
        (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = {tmp_path / 'theirs'}\n")
        git_process.folders_the_user_trusts.cache_clear()
        Archive.open(tmp_path / "theirs").close()
    finally:
        git_process.folders_the_user_trusts.cache_clear()


def test_without_git_the_message_says_what_to_install(tmp_path):
    program = (
        "from policy_versions.archive import Archive\nfrom policy_versions.errors import ArchiveError\n"
        "try:\n    Archive.open('.')\nexcept ArchiveError as fault:\n    print(fault, '|', fault.hint)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path.cwd(),
        env={"PATH": str(tmp_path), "PYTHONPATH": "."},
    )
    assert "no git program was found | install git" in done.stdout
