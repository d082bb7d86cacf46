"""How git is called: one absolute program, fixed settings, an environment that inherits nothing but the program path.

Part of the door to git: only `repository` and the importer of histories use it. What the settings keep out: hooks,
monitors, pagers, signing, transports, replacement refs, grafts, the system's and the user's configuration.
"""

import functools
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from policy_versions.errors import ArchiveError
from policy_versions.names import shown

_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.fsync=all",
    "core.fsyncMethod=fsync",
    "core.useReplaceRefs=false",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.pager=cat",
    "core.askPass=",
    "core.sshCommand=false",
    "core.gitProxy=",
    "core.quotePath=false",
    "core.bigFileThreshold=64m",
    "core.logAllRefUpdates=true",
    "credential.helper=",
    "protocol.allow=never",
    "diff.external=",
    "log.showSignature=false",
    "gpg.program=false",
    "commit.gpgSign=false",
    "tag.gpgSign=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.detachedHead=false",
    "init.defaultBranch=main",
)
TIMEOUT_SECONDS = 120.0
"""After this long a call of git is given up; walks of long histories are read as a stream and have no limit."""


@functools.cache
def git_program() -> str:
    """The absolute path of git.

    Raises:
        ArchiveError: there is no git on this machine's program path.
    """
    found = shutil.which("git", path=os.environ.get("PATH") or os.defpath)
    if found is None:
        raise ArchiveError("no git program was found", hint="install git (Debian: apt-get install git) and see that it is on PATH")
    return str(Path(found).resolve())


def command(arguments: Sequence[str]) -> list[str]:
    """The whole command line for git's `arguments`, settings included."""
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    return [git_program(), "--no-pager", "--literal-pathspecs", *settings, *arguments]


def environment(git_dir: Path | None, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment git runs in. With `git_dir`, that repository and no other is meant."""
    made = {
        "PATH": os.environ.get("PATH") or os.defpath,
        "LC_ALL": "C",
        "LANGUAGE": "C",
        "TZ": "UTC",
        "HOME": os.devnull,
        "XDG_CONFIG_HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_EDITOR": "false",
        "GIT_SEQUENCE_EDITOR": "false",
    }
    if git_dir is not None:
        made["GIT_DIR"] = str(git_dir)
    return made | dict(extra or {})


def run(
    arguments: Sequence[str],
    *,
    git_dir: Path | None,
    given: bytes = b"",
    extra: Mapping[str, str] | None = None,
    fine: tuple[int, ...] = (0,),
) -> bytes:
    """Run git once and return what it printed.

    Args:
        arguments: fixed words and values that were validated; never an option from outside.
        git_dir: the repository meant; None for what needs none.
        given: its standard input.
        extra: further environment, as GIT_INDEX_FILE.
        fine: the exit codes that are no fault.

    Raises:
        GitCallError: git ended with another exit code, or not at all.
    """
    try:
        done = subprocess.run(  # noqa: S603 - fixed program and arguments
            command(arguments),
            input=given,
            capture_output=True,
            env=environment(git_dir, extra),
            cwd="/",
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitCallError(arguments[0], "it did not end in time") from None
    except OSError as fault:
        raise GitCallError(arguments[0], fault.strerror or str(fault)) from fault
    if done.returncode not in fine:
        raise GitCallError(arguments[0], done.stderr.decode("utf-8", "replace"), done.returncode)
    return done.stdout


def stream_fields(arguments: Sequence[str], *, git_dir: Path) -> Iterator[bytes]:
    """Run git and yield what it prints, split at NUL, as it comes; it is ended where the reader stops early.

    Raises:
        GitCallError: git ended with a fault.
    """
    with subprocess.Popen(  # noqa: S603 - fixed program and arguments
        command(arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(git_dir), cwd="/"
    ) as process:
        assert process.stdout is not None and process.stderr is not None  # noqa: S101, PT018 - both are pipes
        rest = b""
        try:
            while chunk := process.stdout.read(65536):
                *fields, rest = (rest + chunk).split(b"\0")
                yield from fields
            if rest:
                yield rest
            said = process.stderr.read()
            if process.wait():
                raise GitCallError(arguments[0], said.decode("utf-8", "replace"), process.returncode)
        finally:
            process.kill()


class GitCallError(ArchiveError):
    """A call of git failed; `said` is what git wrote, `code` its exit code (-1 where it did not end by itself)."""

    def __init__(self, verb: str, said: str, code: int = -1) -> None:
        lines = [line for line in said.splitlines() if line.strip()]
        first = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[0] if lines else "it gave no reason")
        reason = shown(first.removeprefix("fatal: ").removeprefix("error: "))
        super().__init__(f"git {verb} failed: {reason}", hint=_advice(said))
        self.said = said
        self.code = code


@functools.cache
def folders_the_user_trusts() -> tuple[str, ...]:
    """What the user's and the system's own git configuration list as `safe.directory`."""
    own = {"HOME": os.environ.get("HOME", os.devnull), "PATH": os.environ.get("PATH") or os.defpath, "LC_ALL": "C"}
    if "XDG_CONFIG_HOME" in os.environ:
        own["XDG_CONFIG_HOME"] = os.environ["XDG_CONFIG_HOME"]
    found: list[str] = []
    for scope in ("--system", "--global"):
        done = subprocess.run(  # noqa: S603 - fixed program and arguments
            [git_program(), "config", scope, "--get-all", "safe.directory"],
            capture_output=True,
            env=own,
            cwd="/",
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        for line in done.stdout.decode("utf-8", "surrogateescape").splitlines():
            if line:
                found.append(line)
            else:
                found.clear()  # an empty entry takes back those before it
    return tuple(found)


def _advice(said: str) -> str:
    if "index.lock" in said or ("Unable to create" in said and ".lock" in said):
        return "another git command is at work in this repository; try again when it has ended"
    if "No space left" in said:
        return "free some space on the disk and try again; nothing was changed"
    if "Permission denied" in said or "Read-only file system" in said:
        return "see that you may write to the archive's folder"
    if "dubious ownership" in said:
        return "the folder belongs to somebody else; if you trust it: git config --global --add safe.directory FOLDER"
    return "run `reconsent verify` to see whether the archive is whole"
