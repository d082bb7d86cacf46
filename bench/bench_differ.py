"""The differ's speed: compare beside reading Markdown alone, redlines beside git, growth, memory, determinism.

Real pairs are taken from `RECONSENT_CORPUS/bench/dev`, one in eight unless in full; without it only growth, memory and
determinism are measured, on texts made here.
"""

import math
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import mistune

from bench import Figure, Run
from differ import compare
from differ.redline import redline

SUBJECTS = "the ferry line;our bakers;each vet;the library;a night porter;the choir;your landlord;the seed shop".split(";")
VERBS = "keeps;shows;forgets;may lend;never sells;deletes;writes down;sends on".split(";")
OBJECTS = "the ticket number;a list of guests;the weight of the parcel;your first name;the colour of the tent;old recipes".split(";")
ENDS = "for 30 days;to nobody;where the law asks for it;unless you object;with the harbour office;until the season ends".split(";")


def text_of(words: int, seed: int) -> str:
    """A policy of about so many words: paragraphs of sentences under headings, and some lists."""
    draw = random.Random(seed)  # noqa: S311 - the same texts each time
    parts, count = [], 0
    while count < words:
        sentences = [
            f"{draw.choice(SUBJECTS).capitalize()} {draw.choice(VERBS)} {draw.choice(OBJECTS)} {draw.randrange(9000)} {draw.choice(ENDS)}."
            for _ in range(draw.randint(1, 4))
        ]
        parts.append(" ".join(sentences) if draw.random() < 0.8 else "\n".join(f"- {sentence}" for sentence in sentences))
        if draw.random() < 0.1:
            parts.append(f"## Part {len(parts)} of {draw.choice(OBJECTS)}")
        count += sum(len(sentence.split()) for sentence in sentences)
    return "\n\n".join(parts) + "\n"


def busy(work: Callable[[], object], *, of: int) -> float:
    """Seconds of the processor that the quickest of so many runs took: what else the machine does counts little."""
    taken = []
    for _ in range(of):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def edited(text: str, seed: int) -> str:
    """The text with a word changed in one of twenty paragraphs, and one paragraph moved."""
    draw = random.Random(seed)  # noqa: S311 - the same edits each time
    parts = text.split("\n\n")
    for index, part in enumerate(parts):
        if draw.random() < 0.05:
            parts[index] = part.replace("the ", "some ", 1)
    parts.append(parts.pop(len(parts) // 3))
    return "\n\n".join(parts)


def measure(run: Run) -> Iterator[Figure]:
    """All figures; the growth is measured up to 64,000 words in full, else up to 16,000."""
    corpus = os.environ.get("RECONSENT_CORPUS")
    if corpus:
        yield from _beside_others(run, _real_pairs(Path(corpus) / "bench" / "dev", every=1 if run.full else 8))
    largest = 64_000 if run.full else 16_000
    yield from _growth("edits", largest, lambda text, _: edited(text, 7))
    yield from _growth("a rewrite", largest, lambda _, size: text_of(size, 99))
    yield _memory(64_000)
    yield _history(run, 200)
    answers = {_python(_ANSWER, seed=seed) for seed in ("1", "2")}
    yield Figure(name="different answers by two hash seeds", value=len(answers), unit="", at_most=1)


def _real_pairs(folder: Path, *, every: int) -> list[tuple[Path, Path]]:
    return [(place / "old.md", place / "new.md") for place in sorted(folder.iterdir()) if place.is_dir()][::every]


def _beside_others(run: Run, pairs: list[tuple[Path, Path]]) -> Iterator[Figure]:
    """Compare and redline on real pairs, each beside what it is measured against, pair by pair."""
    read = mistune.create_markdown(renderer=None, plugins=["table", "strikethrough"])
    to_reading, per_10k, to_git = [], [], []
    for old_path, new_path in pairs:
        old, new = old_path.read_text(encoding="utf-8"), new_path.read_text(encoding="utf-8")
        changes = [("\n".join(c.text for c in ch.old), "\n".join(c.text for c in ch.new)) for ch in compare(old, new).changes]
        command = ["git", "diff", "--no-index", "--word-diff", "--no-ext-diff", str(old_path), str(new_path)]
        reading = busy(lambda old=old, new=new: (read(old), read(new)), of=2)  # type: ignore[misc]
        comparing = busy(lambda old=old, new=new: compare(old, new), of=2)  # type: ignore[misc]
        marking = run.best(lambda changes=changes: [redline(*change) for change in changes], of=2)  # type: ignore[misc]
        git = run.best(lambda command=command: subprocess.run(command, capture_output=True, check=False), of=2)  # type: ignore[misc]
        to_reading.append(comparing / reading)
        per_10k.append(comparing / max(len(old.split()) + len(new.split()), 1_000) * 10_000)
        to_git.append(marking / git)
    yield Figure(name="compare ÷ reading both texts as Markdown, median", value=statistics.median(to_reading), unit="×", at_most=5)
    yield Figure(name="compare, 10,000 words, worst", value=max(per_10k), unit="s", at_most=2)
    yield Figure(name="redlines ÷ a git --word-diff process, median", value=statistics.median(to_git), unit="×", at_most=1)
    yield Figure(name="redlines ÷ a git --word-diff process, p95", value=sorted(to_git)[int(len(to_git) * 0.95)], unit="×", at_most=10)


def _growth(name: str, largest: int, other: Callable[[str, int], str]) -> Iterator[Figure]:
    """The exponent at which time grows with the words, from 1,000 on."""
    sizes = [size for size in (1_000, 4_000, 16_000, 64_000) if size <= largest]
    compared, marked = [], []
    for size in sizes:
        old = text_of(size, 1)
        new = other(old, size)
        often = 9 if size < 10_000 else 3  # the short ones are disturbed more easily
        compared.append(busy(lambda old=old, new=new: compare(old, new), of=often))  # type: ignore[misc]
        marked.append(busy(lambda old=old, new=new: redline(old, new), of=often))  # type: ignore[misc]
    for what, times in (("compare", compared), ("one redline of all", marked)):
        exponent = math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])
        yield Figure(name=f"{what} on {name}, {largest:,} words", value=times[-1], unit="s")
        yield Figure(name=f"{what} on {name}, growth 1,000 to {largest:,} words", value=exponent, unit="exponent", at_most=1.3)


def _memory(words: int) -> Figure:
    """The most memory a process takes that compares texts of this size, edited and rewritten; as Linux tells it."""
    program = (
        "from pathlib import Path; from bench.bench_differ import edited, text_of; from differ import compare; "
        f"old = text_of({words}, 1); compare(old, edited(old, 7)); compare(old, text_of({words}, 99)); "
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    return Figure(name=f"memory of a process comparing {words:,} words", value=int(_python(program)) / 1024, unit="MB", at_most=300)


def _history(run: Run, versions: int) -> Figure:
    """A history traced in one process, beside a process a pair, which is measured on five pairs."""
    program = (
        "import time; from datetime import UTC, datetime; from bench.bench_differ import versions_of; "
        "from differ.history import Revision, trace; "
        "made = [Revision(id=str(n), at=datetime(2020, 1, 1, tzinfo=UTC), author='', text=t) "
        f"for n, t in enumerate(versions_of({versions}))]; "
        "start = time.perf_counter(); trace('x', made); print(time.perf_counter() - start)"
    )
    some = 5
    files = [run.folder / f"{number}.md" for number in range(some + 1)]
    for file, text in zip(files, versions_of(some + 1), strict=True):
        file.write_text(text, encoding="utf-8")

    def one_by_one() -> None:
        for old, new in pairwise(files):
            subprocess.run([sys.executable, "-m", "differ", str(old), str(new)], capture_output=True, check=True)

    by_pair = run.best(one_by_one, of=1) / some * (versions - 1)
    traced = float(_python(program))
    return Figure(name=f"history of {versions} versions", value=traced, unit="s", limit=by_pair, limit_name="a process a pair", at_most=0.2)


def versions_of(count: int) -> list[str]:
    """So many versions of one policy of 2,000 words."""
    texts = [text_of(2_000, 1)]
    while len(texts) < count:
        texts.append(edited(texts[-1], len(texts)))
    return texts


_ANSWER = (
    "import json; from bench.bench_differ import edited, text_of; from differ import compare; "
    "old = text_of(4000, 1); print(json.dumps(compare(old, edited(old, 7)).to_dict()))"
)


def _python(program: str, seed: str = "0") -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed}
    )
    return done.stdout
