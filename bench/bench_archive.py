"""The archive beside GitPython and git on one repository: listing, reading and committing, importing a long history, what is in force."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import git

from bench import Figure, Run, seconds
from consent_gate import Gate
from consent_gate.cli.versions import listed
from policy_versions import drafts
from policy_versions.archive import Archive
from policy_versions.identity import identity_of
from policy_versions.model import Actor, Controller, LocalText, Policy, Version
from policy_versions.names import POLICY_FILE
from policy_versions.policy_edit import dump_policy
from policy_versions.timeline import Timeline

ACTOR = Actor("bench@example.org")
LETTERS = b"".join(b"Sentence %d of a letter to those who wait.\n\n" % n for n in range(600))  # 27 kB, as policies are


def measure(run: Run) -> Iterator[Figure]:
    """Lists, reads, commits, the import of 10,000 commits, and the version in force among 1,000."""
    folder = run.folder / "many"
    commits = _many_commits(folder, run.rows(10_000))
    yield from _listing(run, folder)
    yield _reading(folder, commits)
    yield from _committing(run)
    yield from _importing(folder, len(commits))
    yield _in_force(run)


def _many_commits(folder: Path, count: int) -> list[str]:
    """A packed repository in which each commit changes one policy's text."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    feed = folder.with_suffix(".feed")
    with feed.open("wb") as stream:
        stream.write(b"blob\nmark :1\ndata 2\n{}\n")
        for number in range(count):
            text = b"# Letters\n\n%d\n\n" % number + LETTERS
            stream.write(b"commit refs/heads/main\ncommitter a <a@b> %d +0000\ndata 1\nx\n" % (1_500_000_000 + number))
            stream.write(b"M 100644 :1 policies/letters/policy.yaml\nM 100644 inline policies/letters/en.md\n")
            stream.write(b"data %d\n%s\n" % (len(text), text))
    with feed.open("rb") as stream:
        subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], stdin=stream, check=True)
    feed.unlink()
    subprocess.run(["git", "-C", str(folder), "gc", "-q"], check=True)
    return subprocess.run(["git", "-C", str(folder), "rev-list", "main"], check=True, capture_output=True, text=True).stdout.split()


def _by_turns(rounds: int, *sides: Callable[[], object]) -> tuple[float, ...]:
    """The median seconds of each side over so many rounds, in which all take turns: what else runs disturbs all alike."""
    taken = [tuple(seconds(side) for side in sides) for _ in range(rounds)]
    return tuple(median(side) for side in zip(*taken, strict=True))


def _listing(run: Run, folder: Path) -> Iterator[Figure]:
    """The lines of `reconsent versions` from an open ledger, beside `git log`; and from a ledger opened for it."""
    count = run.rows(1000)
    policy = Policy(
        title=LocalText.of("T"), controller=Controller(id="c", name=LocalText.of("C")), language="en", summary=LocalText.of("Something.")
    )
    start = datetime(2000, 1, 1, tzinfo=UTC)
    data = {POLICY_FILE: dump_policy(policy), "en.md": LETTERS}
    url, keys = f"sqlite:///{run.folder / 'list.db'}", run.folder / "list-keys"
    with Gate.open(url, folder, keys=keys) as gate:
        rows = [
            (
                Version(
                    slug="letters",
                    number=number,
                    policy=policy,
                    texts={"en": LETTERS.decode()},
                    identity=identity_of(data),
                    effective=start + timedelta(days=number),
                    commit="0" * 40,
                    imported=True,
                ),
                data,
                None,
            )
            for number in range(1, count + 1)
        ]
        gate.ledger.add_history(rows, actor=ACTOR)

        def ours() -> None:
            list(listed(gate.ledger.versions("letters"), gate.clock()))

        def log() -> None:
            subprocess.run(["git", "-C", str(folder), "log", "main"], check=True, stdout=subprocess.DEVNULL)

        def opened() -> None:
            with Gate.open(url, folder, keys=keys) as another:
                list(listed(another.ledger.versions("letters"), another.clock()))

        ours()
        value, limit, whole = _by_turns(11, ours, log, opened)
    name = f"list {count:,} versions"
    yield Figure(name=name, value=value * 1000, unit="ms", limit=limit * 1000, limit_name="ms git log", at_most=0.05)
    yield Figure(name=f"(open a ledger of {count:,} versions and list them)", value=whole * 1000, unit="ms")


def _reading(folder: Path, commits: list[str]) -> Figure:
    """A text of another version each time, so that neither side has kept it."""
    ours_at, theirs_at = iter(commits[::2]), iter(commits[1::2])
    with Archive.open(folder) as archive, git.Repo(folder) as repository:

        def ours() -> None:
            archive.text("letters", next(ours_at), "en")

        def theirs() -> None:
            (repository.commit(next(theirs_at)).tree / "policies" / "letters" / "en.md").data_stream.read()

        _by_turns(20, ours, theirs)
        value, limit = _by_turns(len(commits) // 2 - 20, ours, theirs)
    return Figure(
        name=f"read one version's text, {len(commits):,} commits",
        value=value * 1000,
        unit="ms",
        limit=limit * 1000,
        limit_name="ms GitPython",
        at_most=0.5,
    )


def _committing(run: Run) -> Iterator[Figure]:
    """One changed file, committed to a branch by compare-and-set and flushed to the disk; GitPython with the same `core.fsync`."""
    number = iter(range(10_000_000))
    theirs_at = run.folder / "theirs"
    with Archive.create(run.folder / "ours") as archive, git.Repo.init(theirs_at) as repository:
        tip = archive.start_draft("letters", "bench", actor=ACTOR, files={"policy.yaml": b"title: x\n", "en.md": LETTERS}).commit

        def ours() -> None:
            nonlocal tip
            files = {"en.md": LETTERS + b"%d" % next(number)}
            tip = drafts.save(
                archive.repository, "letters", "bench", files, expected=tip, actor=ACTOR, at=archive.clock(), message="Change", review=False
            )

        def read_anew() -> None:
            nonlocal tip
            tip = archive.save(
                "letters", "bench", {"en.md": LETTERS + b"%d" % next(number)}, expected=tip, actor=ACTOR, message="Change"
            ).commit

        with repository.config_writer() as writer:
            writer.set_value("core", "fsync", "all")
            writer.set_value("user", "name", "bench")
            writer.set_value("user", "email", ACTOR.id)
        file = theirs_at / "policies/letters/en.md"
        file.parent.mkdir(parents=True)

        def theirs() -> None:
            file.write_bytes(LETTERS + b"%d" % next(number))
            repository.git.add("--", "policies/letters/en.md")
            repository.git.commit("-q", "-m", "Change")

        def unflushed() -> None:
            file.write_bytes(LETTERS + b"%d" % next(number))
            repository.index.add(["policies/letters/en.md"])
            repository.index.commit("Change")

        for side in (ours, theirs, read_anew, unflushed):
            side()
        value, limit, whole, loose = _by_turns(31, ours, theirs, read_anew, unflushed)
    yield Figure(name="commit to a draft", value=value * 1000, unit="ms", limit=limit * 1000, limit_name="ms GitPython", at_most=1.1)
    yield Figure(name="(commit, and the draft read anew: base, authors, files)", value=whole * 1000, unit="ms")
    yield Figure(name="(GitPython's own index, which flushes nothing)", value=loose * 1000, unit="ms")


def _importing(folder: Path, count: int) -> Iterator[Figure]:
    """All texts of the file, read in a process of its own for its memory."""
    program = (
        "import resource, sys, time\nfrom policy_versions.importers.history import file_history\nstart = time.perf_counter()\n"
        "count = sum(1 for _ in file_history(sys.argv[1], 'policies/letters/en.md'))\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print(count, time.perf_counter() - start, peak)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder)], check=True, capture_output=True, text=True)
    seen, taken, peak = done.stdout.split()
    yield Figure(
        name=f"import {int(seen):,} commits: memory, git's included", value=int(peak) * resource_unit() / 1e6, unit="MB", at_most=500
    )
    yield Figure(name=f"(import {int(seen):,} of {count:,} commits)", value=float(taken), unit="s")


def resource_unit() -> int:
    """Bytes in one unit of `ru_maxrss`."""
    return 1 if sys.platform == "darwin" else 1024


def _in_force(run: Run) -> Figure:
    policy = Policy(title=LocalText.of("T"), controller=Controller(id="c", name=LocalText.of("C")), language="en")
    start = datetime(2000, 1, 1, tzinfo=UTC)
    versions = [
        Version(slug="letters", number=n, policy=policy, texts={}, identity="", effective=start + timedelta(days=n)) for n in range(1, 1001)
    ]
    timeline = Timeline(versions)
    asked = [start + timedelta(days=n, hours=5) for n in range(1, 1001)]

    def ask() -> None:
        for at in asked:
            timeline.in_force(at)

    return Figure(name="in_force among 1,000 versions", value=run.best(ask) / len(asked) * 1e6, unit="µs", at_most=10)
