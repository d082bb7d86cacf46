"""Random lives of drafts by several hands, at the archive and with git, against a model of what must then be so."""

import random

import pytest

from policy_versions.errors import ArchiveConflictError, ArchiveError
from policy_versions.identity import identified, identity_of
from policy_versions.model import Actor
from tests.policy_versions.builders import POLICY, git, new_archive

PEOPLE = [Actor(f"{name}@bakery.example") for name in ("ada", "ben", "cleo", "dora")]


class Model:
    """What the archive must hold: drafts with base, files and authors; versions with their files."""

    def __init__(self) -> None:
        self.drafts: dict[str, dict] = {}
        self.versions: list[dict[str, bytes]] = []


def step(archive, model: Model, chance: random.Random, number: int) -> None:
    names, who = sorted(model.drafts), chance.choice(PEOPLE)
    act = chance.choice(["start", "save", "save", "stale", "review", "by hand", "freeze", "rebase", "delete"])
    if act == "start" or not names:
        name = f"d{number}"
        files = None if model.versions else {"policy.yaml": POLICY, "en.md": b"# Start\n"}
        draft = archive.start_draft("bread", name, actor=who, files=files)
        held = dict(model.versions[-1]) if model.versions else dict(files)
        held.pop("review.yaml", None)
        model.drafts[name] = {
            "base": len(model.versions) or None,
            "files": held,
            "authors": set() if model.versions else {who.id},
            "at": draft.commit,
        }
        return
    name = chance.choice(names)
    mine = model.drafts[name]
    text = f"# Text {number}\n".encode()
    if act == "save":
        mine["at"] = archive.save("bread", name, {"en.md": text}, expected=mine["at"], actor=who, message="Write").commit
        mine["files"]["en.md"] = text
        mine["authors"].add(who.id)
    elif act == "stale":
        with pytest.raises(ArchiveConflictError):
            archive.save("bread", name, {"en.md": text}, expected=archive.repository.commits(mine["at"])[-1].id, actor=who, message="Write")
    elif act == "review":
        review = {"review.yaml": b"seen: '%d'\n" % number}
        mine["at"] = archive.save("bread", name, review, expected=mine["at"], actor=who, message="Review", review=True).commit
        mine["files"] |= review
    elif act == "by hand":
        folder = archive.repository.work_tree
        git(folder, "switch", "-q", f"drafts/bread/{name}")
        (folder / "policies/bread/fr.md").write_bytes(text)
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "By hand", actor=who)
        mine["at"] = git(folder, "rev-parse", "HEAD").strip()
        mine["files"]["fr.md"] = text
        mine["authors"].add(who.id)
        if chance.random() < 0.7:
            git(folder, "switch", "-q", "main")
    elif act == "freeze" and mine["base"] == (len(model.versions) or None):  # publishing asks for a draft of the newest version
        frozen = archive.freeze("bread", len(model.versions) + 1, mine["at"], message_fields={}, actor=who)
        assert frozen.identity == identity_of(identified(mine["files"]))
        model.versions.append(dict(mine["files"]))
        for other in model.drafts.values():
            if archive.repository.is_ancestor(mine["at"], other["at"]):
                # Who wrote after the frozen commit is read from the archive below; before it, nobody counts any more.
                other["base"] = len(model.versions)
                other["authors"] = None if other["at"] != mine["at"] else set()
    elif act == "rebase" and model.versions:
        try:
            merged = archive.rebase("bread", name, len(model.versions), actor=who, resolved=None)
        except ArchiveError:
            return
        now = archive.draft("bread", name)
        if merged.conflicts:
            assert now.commit == mine["at"]
        elif now.commit != mine["at"]:
            mine |= {"at": now.commit, "base": len(model.versions), "files": dict(now.files)}
    elif act == "delete" and len(names) > 3:
        try:
            archive.delete_draft("bread", name, expected=mine["at"])
        except ArchiveError as fault:
            assert "is checked out" in str(fault)  # noqa: PT017 - the refusal is one of two right ends
            return
        del model.drafts[name]


def check(archive, model: Model) -> None:
    drafts = {draft.name: draft for draft in archive.drafts("bread")}
    assert sorted(drafts) == sorted(model.drafts)
    for name, mine in model.drafts.items():
        draft = drafts[name]
        assert draft.commit == mine["at"]
        assert dict(draft.files) == mine["files"]
        assert draft.base == mine["base"]
        if mine["authors"] is None:
            mine["authors"] = {author.id for author in draft.authors}
        assert {author.id for author in draft.authors} == mine["authors"]
    frozen = archive.frozen("bread")
    assert [one.number for one in frozen] == list(range(1, len(model.versions) + 1))
    for one, files in zip(frozen, model.versions, strict=True):
        assert dict(archive.files_at("bread", one.tag)) == files


@pytest.mark.soak
def test_random_lives_of_drafts_keep_to_the_model(tmp_path, scale):
    for life in range(scale(40)):
        chance = random.Random(life)
        with new_archive(tmp_path / f"{life}") as archive:
            model = Model()
            for number in range(30):
                step(archive, model, chance, number)
                check(archive, model)
        assert git(tmp_path / f"{life}", "fsck", "--strict", "--no-dangling") == ""
