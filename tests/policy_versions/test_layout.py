"""Texts that already exist, laid out as versions and frozen as they were."""

from datetime import UTC, datetime, timedelta

import pytest

from policy_versions.backlog import PastVersion, freeze_all
from policy_versions.drafts import texts_in
from policy_versions.errors import ArchiveConflictError, ImportRefusedError
from policy_versions.identity import identified, identity_of
from policy_versions.importers import Imported
from policy_versions.importers.dated import DatedText
from policy_versions.importers.history import file_history
from policy_versions.importers.layout import lay_out, of_history
from policy_versions.model import Controller, LocalText
from policy_versions.policy_yaml import parse_policy
from tests.policy_versions.builders import ADA, POLICY, git, new_archive, with_version

CONTROLLER = Controller(id="ferry", name=LocalText.of("The ferry"))
DAY = datetime(2020, 1, 1, tzinfo=UTC)


def dated(at: datetime, words: str) -> DatedText:
    return DatedText(name="x.md", at=at, imported=Imported(markdown=f"# Ferry\n\n{words}\n", title="Ferry"))


def test_each_text_becomes_a_version_that_permits_nothing(tmp_path):
    texts = [dated(DAY, "One."), dated(DAY, "Two."), dated(DAY - timedelta(days=3), "Three."), dated(DAY + timedelta(days=3), "Four.")]
    made = list(lay_out(texts, tmp_path / "out", controller=CONTROLLER))
    assert [one.moved for one in made] == [False, True, True, False]
    policies = [parse_policy((one.folder / "policy.yaml").read_bytes(), path="p") for one in made]
    assert [policy.effective for policy in policies] == [
        DAY,
        DAY + timedelta(seconds=1),
        DAY + timedelta(seconds=2),
        DAY + timedelta(days=3),
    ]
    assert all(policy.permissions == () and policy.controller == CONTROLLER for policy in policies)
    assert (made[2].folder / "en.md").read_text() == "# Ferry\n\nThree.\n"


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine").write_text("x")
    with pytest.raises(ImportRefusedError, match="is not empty"):
        list(lay_out([dated(DAY, "One.")], tmp_path, controller=CONTROLLER))


def test_a_history_from_git_is_laid_out_in_order(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    for words in ("One", "Two", "Three"):
        (folder / "ferry.md").write_text(f"# Ferry\n\n{words}.\n")
        git(folder, "add", ".")
        git(folder, "commit", "-qm", words)
    made = list(lay_out(of_history(file_history(folder, "ferry.md")), tmp_path / "out", controller=CONTROLLER))
    assert [(one.folder / "en.md").read_text().split("\n")[2] for one in made] == ["One.", "Two.", "Three."]
    assert [one.effective for one in made] == sorted({one.effective for one in made})


def past(number: int) -> PastVersion:
    return PastVersion(number=number, files={"policy.yaml": POLICY, "en.md": b"# %d\n" % number}, fields={"Imported": "true"})


@pytest.mark.soak
def test_a_long_backlog_is_frozen_wholly(tmp_path, scale):
    count = scale(2000)
    with new_archive(tmp_path) as archive:
        frozen = freeze_all(archive, "bread", (past(number) for number in range(1, count + 1)), actor=ADA)
        assert [one.number for one in frozen] == list(range(1, count + 1))
        for one in (frozen[0], frozen[count // 2], frozen[-1]):
            files = archive.files_at("bread", one.tag)
            assert texts_in(files, "bread")["en"] == f"# {one.number}\n"
            assert one.identity == identity_of(identified(files))
        assert archive.repository.is_ancestor(frozen[0].commit, frozen[-1].commit)
    assert git(tmp_path, "fsck", "--strict") == ""


def test_a_backlog_that_clashes_leaves_nothing(tmp_path):
    with new_archive(tmp_path) as archive:
        with_version(archive)
        with pytest.raises(ArchiveConflictError):
            freeze_all(archive, "bread", [past(3), past(2), past(1)], actor=ADA)
        assert [one.number for one in archive.frozen("bread")] == [1]
