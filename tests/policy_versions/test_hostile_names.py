"""Names from outside: whatever they hold, no file appears outside the archive, no other program and no hook runs."""

import os
import random
import string
import subprocess
from pathlib import Path

import pytest

from policy_versions.archive import Archive
from policy_versions.errors import PolicyVersionsError
from policy_versions.importers.history import file_history
from policy_versions.model import Actor
from policy_versions.repository import Repository
from tests.policy_versions.builders import ADA, POLICY, TEXT, git, new_archive, with_version

SEEDS = [
    "--output={marker}",
    "--upload-pack=touch {marker}",
    "-o{marker}",
    "--exec=touch {marker}",
    "--template={marker}",
    "-c core.fsmonitor={marker}",
    "--out={marker}",
    "ext::sh -c 'touch {marker}'",
    "|touch {marker}",
    "$(touch {marker})",
    "`touch {marker}`",
    "; touch {marker}",
    "../../{marker}",
    "..",
    ".",
    "",
    " ",
    "/",
    "//",
    "{marker}",
    "file://{marker}",
    ".git/hooks/post-commit",
    ".git/config",
    "a/../../b",
    "refs/heads/main",
    "refs/tags/../../{marker}",
    "@{{-1}}",
    "HEAD^{{/x}}",
    "main:policies",
    ":(glob)**",
    ":/",
    "a.lock",
    "a..b",
    "a~b",
    "a^b",
    "a:b",
    "a\\b",
    "a?b",
    "a*b",
    "a[b",
    "a\0b",
    "a\nb",
    "a\r\nb",
    "a\tb",
    "a\x1bb",
    "a\u202eb",
    "a\u2028b",
    "\ud800",
    "ａ",
    "é",
    "e\u0301",
    "CON",
    "a" * 5000,
    "name\n[core]\n\thooksPath = {marker}",
    "x <y> 0 +0000\ncommitter z",
    "<>",
    "a>b",
    "-",
    "--",
    "--all",
    "--stdin",
    "-z",
    "@",
    "%00",
    "%2e%2e%2f",
    "0" * 40,
    "f" * 40,
    "0" * 64,
]


def hostile(count: int, marker: Path) -> list[str]:
    """The seeds, then mixtures of them, always the same ones."""
    chance = random.Random(20260101)
    known = [seed.format(marker=marker) for seed in SEEDS]
    found = list(known)
    alphabet = string.printable + "\0\x7f\u00ad\u202e\u2066éß漢😀-./:@{}~^"
    while len(found) < count:
        kind = chance.randrange(4)
        if kind == 0:
            text = chance.choice(known) + chance.choice(known)
        elif kind == 1:
            text = "".join(chance.choice(alphabet) for _ in range(chance.randrange(1, 40)))
        elif kind == 2:
            word = list(chance.choice(known))
            word.insert(chance.randrange(len(word) + 1), chance.choice(alphabet))
            text = "".join(word)
        else:
            text = f"{chance.choice(['--', '-', '../', '/', 'refs/', 'a/'])}{chance.choice(known)}"
        found.append(text)
    return found[:count]


def tell_tale(folder: Path, log: Path) -> Path:
    """A folder of programs named as those that git might be talked into running; each one writes to `log`."""
    folder.mkdir()
    for name in ("sh", "bash", "touch", "vi", "editor", "ssh", "less", "gpg", "git-remote-ext", "git-upload-pack", "hook"):
        program = folder / name
        program.write_text(f"#!/bin/dash\necho {name} >> {log}\n")
        program.chmod(0o755)
    return folder


def snapshot(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.lstat().st_size for path in sorted(folder.rglob("*")) if not path.is_dir()}


@pytest.fixture
def trap(tmp_path, monkeypatch):
    """An archive full of hooks and dangerous settings, a place that must stay empty, and a log that must stay empty."""
    archive = new_archive(tmp_path / "archive")
    with_version(archive)
    log, marker = tmp_path / "ran.log", tmp_path / "marker"
    programs = tell_tale(tmp_path / "programs", log)
    hooks = tmp_path / "archive/.git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in (
        "pre-commit",
        "post-commit",
        "reference-transaction",
        "post-update",
        "update",
        "post-checkout",
        "post-index-change",
        "commit-msg",
    ):
        (hooks / name).write_text(f"#!/bin/dash\necho hook {name} >> {log}\n")
        (hooks / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:{programs}")
    yield archive, marker, log
    archive.close()


@pytest.mark.soak
def test_hostile_names_reach_nothing(trap, scale, tmp_path):
    archive, marker, log = trap
    before = snapshot(tmp_path)
    tip = archive.draft("bread", "for-v1").commit
    attempts = [
        lambda text: archive.start_draft(text, "x", actor=ADA),
        lambda text: archive.start_draft("bread", text, actor=ADA, files={text: b""}),
        lambda text: archive.save("bread", "for-v1", {text: b"x"}, expected=tip, actor=ADA, message="m"),
        lambda text: archive.save("bread", "for-v1", {"en.md": b"x"}, expected=text, actor=ADA, message="m"),
        lambda text: archive.save("bread", "for-v1", {"en.md": TEXT + b"."}, expected="0" * 40, actor=Actor(text), message="m"),
        lambda text: archive.draft("bread", text),
        archive.drafts,
        archive.frozen,
        lambda text: archive.files_at("bread", text),
        lambda text: archive.freeze("bread", 1, text, message_fields={}, actor=ADA),
        lambda text: archive.freeze("bread", 1, tip, message_fields={text: text}, actor=ADA),
        lambda text: archive.delete_draft("bread", text, expected=tip),
        lambda text: archive.write_anchor(f"{text}/x", b"x"),
        lambda text: archive.repository.resolve(f"refs/heads/{text}"),
        lambda text: archive.repository.find_revision(f"{text}\n"),
        lambda text: list(file_history(tmp_path / "archive", f"policies/{text}/x", revision="HEAD")),
        lambda text: list(file_history(tmp_path / "archive", "x", revision=text)),
        lambda text: Repository(tmp_path / "nowhere" / text.replace("\0", "").replace("\ud800", "")[:100]),
    ]
    refused, said = 0, []
    names = hostile(scale(5000), marker)
    for number, text in enumerate(names):
        attempt = attempts[number % len(attempts)] if number >= len(SEEDS) else None
        for one in [attempt] if attempt else attempts:
            try:
                one(text)
            except PolicyVersionsError as fault:
                refused += 1
                said.append(str(fault))
    assert refused > len(names) * 0.9
    assert [one for one in said if "\n" in one or len(one) > 600] == []
    assert not log.exists(), log.read_text()
    assert not marker.exists()
    outside = {path: size for path, size in snapshot(tmp_path).items() if not path.startswith("archive/.git/")}
    assert outside == {path: size for path, size in before.items() if not path.startswith("archive/.git/")}
    assert git(tmp_path / "archive", "fsck", "--strict", "--no-dangling") == ""


def test_nothing_that_a_repository_brings_along_runs(tmp_path, monkeypatch):
    """Every setting through which a repository could name a program, a hook, and an included file of more of them."""
    log = tmp_path / "ran.log"
    hook = tmp_path / "program"
    hook.write_text(f'#!/bin/dash\necho "$0 $*" >> {log}\ncat\n')
    hook.chmod(0o755)
    with new_archive(tmp_path / "archive") as archive:
        with_version(archive)
    folder = tmp_path / "archive"
    settings = {
        "core.fsmonitor": hook,
        "core.hooksPath": tmp_path,
        "core.pager": hook,
        "core.editor": hook,
        "core.sshCommand": hook,
        "core.gitProxy": hook,
        "core.askPass": hook,
        "core.alternateRefsCommand": hook,
        "diff.external": hook,
        "diff.evil.textconv": hook,
        "diff.evil.command": hook,
        "filter.evil.clean": hook,
        "filter.evil.smudge": hook,
        "filter.evil.process": hook,
        "filter.evil.required": "true",
        "merge.evil.driver": f"{hook} %A",
        "gpg.program": hook,
        "gpg.ssh.program": hook,
        "log.showSignature": "true",
        "commit.gpgSign": "true",
        "tag.gpgSign": "true",
        "credential.helper": f"!{hook}",
        "trailer.x.command": hook,
        "pager.log": hook,
        "alias.log": f"!{hook}",
        "uploadpack.packObjectsHook": hook,
        "remote.evil.url": f"ext::{hook} %S",
        "remote.evil.promisor": "true",
        "remote.evil.partialclonefilter": "blob:none",
        "extensions.partialClone": "evil",
    }
    included = folder / ".git/more"
    for key, value in settings.items():
        subprocess.run(["git", "config", "--file", str(included), key, str(value)], check=True)
    subprocess.run(["git", "config", "--file", str(folder / ".git/config"), "include.path", "more"], check=True)
    (folder / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    (folder / ".git/info").mkdir(exist_ok=True)
    (folder / ".git/info/attributes").write_text("* filter=evil diff=evil merge=evil\n")
    for name in ("post-commit", "reference-transaction", "post-index-change", "fsmonitor-watchman", "update"):
        (tmp_path / name).write_text(hook.read_text())
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(hook))
    monkeypatch.setenv("GIT_SSH_COMMAND", str(hook))
    monkeypatch.setenv("GIT_PAGER", str(hook))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(hook))
    with Archive.open(folder) as archive:
        draft = archive.start_draft("bread", "next", actor=ADA)
        subprocess.run(
            ["git", "-c", "include.path=/dev/null", "symbolic-ref", "HEAD", f"refs/heads/{draft.branch}"],
            check=True,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "GIT_DIR": str(folder / ".git")},
        )
        (folder / "policies/bread").mkdir(parents=True)
        (folder / "policies/bread/en.md").write_bytes(TEXT)
        (folder / "policies/bread/policy.yaml").write_bytes(POLICY)
        entries = archive.repository.folder(draft.commit, "policies", "bread")
        subprocess.run(
            [
                "git", "update-index", "--add",
                "--cacheinfo", f"100644,{entries['en.md'].id},policies/bread/en.md",
                "--cacheinfo", f"100644,{entries['policy.yaml'].id},policies/bread/policy.yaml",
            ],
            check=True,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "GIT_DIR": str(folder / ".git"), "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "core.fsmonitor",
                 "GIT_CONFIG_VALUE_0": "false", "GIT_CONFIG_KEY_1": "core.hooksPath", "GIT_CONFIG_VALUE_1": "/dev/null"},
        )  # fmt: skip
        log.unlink(missing_ok=True)
        draft = archive.save("bread", "next", {"en.md": b"# New\n"}, expected=draft.commit, actor=ADA, message="Save")
        archive.freeze("bread", 2, draft.commit, message_fields={}, actor=ADA)
        archive.start_draft("bread", "other", base=1, actor=ADA)
        archive.rebase("bread", "other", 2, actor=ADA)
        archive.write_anchor("a", b"x")
        assert archive.files_at("bread", "bread/v2")["en.md"] == b"# New\n"
        assert [past.data for past in file_history(folder, "policies/bread/en.md", revision=draft.branch)] == [TEXT, b"# New\n"]
        archive.drafts()
    assert (folder / "policies/bread/en.md").read_bytes() == b"# New\n"
    assert not log.exists(), log.read_text()
