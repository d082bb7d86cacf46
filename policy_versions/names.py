"""What may be called what in an archive: every name from outside passes here before it becomes part of a ref or a path.

A name is accepted because it matches a short pattern, never because nothing bad was found in it. That a ref also
satisfies git itself is checked where git is called.
"""

import os
import re
from pathlib import PurePath

from policy_versions.errors import ArchiveError
from policy_versions.model import Actor

POLICY_FILE = "policy.yaml"
REVIEW_FILE = "review.yaml"
MAX_FILE_BYTES = 4 * 1024 * 1024
"""No text of a policy is longer; the longest real one seen has 0.3 MB."""

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_DRAFT = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_LANGUAGE_FILE = re.compile(rf"({_LANGUAGE.pattern})\.md")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ANCHOR = re.compile(r"[A-Za-z0-9]+(?:[._:+-][A-Za-z0-9]+)*")
_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_MAX_NAME = 64


def check_slug(slug: str) -> str:
    """Return `slug` if it may name a policy, as `privacy` or `seller-terms`; else raise ArchiveError."""
    return _matching(_SLUG, slug, "policy", "use lower-case letters, digits and single hyphens, as `privacy`")


def is_slug(text: str) -> bool:
    """Whether `text` may name a policy."""
    return len(text) <= _MAX_NAME and _SLUG.fullmatch(text) is not None


def is_draft_name(text: str) -> bool:
    """Whether `text` may name a draft."""
    return len(text) <= _MAX_NAME and _DRAFT.fullmatch(text) is not None and not text.endswith(".lock")


def check_draft_name(name: str) -> str:
    """Return `name` if it may name a draft, as `spring-terms`; else raise ArchiveError."""
    _matching(_DRAFT, name, "draft", "use lower-case letters and digits, parted by single hyphens or dots, as `spring-terms`")
    if name.endswith(".lock"):
        raise ArchiveError(f"a draft cannot be called `{name}`", hint="git keeps names that end in .lock for itself; choose another")
    return name


def check_language(language: str) -> str:
    """Return `language` if it is a language tag, as `en` or `pt-BR`; else raise ArchiveError."""
    return _matching(_LANGUAGE, language, "language", "use a tag as en, de or pt-BR")


def is_language(text: str) -> bool:
    """Whether `text` is a language tag."""
    return len(text) <= _MAX_NAME and _LANGUAGE.fullmatch(text) is not None


def check_anchor(name: str) -> str:
    """Return `name` if it may name an anchor, as `2026-11-22T000000Z-17`; else raise ArchiveError."""
    return _matching(_ANCHOR, name, "anchor", "use letters and digits, parted by single hyphens, dots or colons")


def check_file_name(name: str) -> str:
    """Return `name` if a policy's folder may hold such a file: policy.yaml, review.yaml or LANGUAGE.md; else raise ArchiveError."""
    if name in (POLICY_FILE, REVIEW_FILE) or (len(name) <= _MAX_NAME and _LANGUAGE_FILE.fullmatch(name)):
        return name
    raise ArchiveError(
        f"a policy's folder holds no file `{shown(name)}`", hint="it holds policy.yaml, review.yaml and a LANGUAGE.md for each language"
    )


def is_file_name(name: str) -> bool:
    """Whether a policy's folder may hold a file of that name."""
    return name in (POLICY_FILE, REVIEW_FILE) or (len(name) <= _MAX_NAME and _LANGUAGE_FILE.fullmatch(name) is not None)


def language_of(name: str) -> str | None:
    """The language a file name stands for: `pt-BR` of `pt-BR.md`, None of policy.yaml.

    >>> language_of("pt-BR.md"), language_of("policy.yaml")
    ('pt-BR', None)
    """
    match = _LANGUAGE_FILE.fullmatch(name)
    return match[1] if match else None


def check_object_id(text: str) -> str:
    """Return `text` if it is a full object id (40 or 64 lower-case hex digits); else raise ArchiveError."""
    if not _OBJECT_ID.fullmatch(text):
        raise ArchiveError(f"`{shown(text)}` is no commit id", hint="give all 40 (or 64) hexadecimal digits")
    return text


def check_actor(actor: Actor) -> Actor:
    """Return `actor` if its id can stand in a commit: one line, no angle brackets; else raise ArchiveError."""
    bad = not actor.id.strip() or actor.id != actor.id.strip() or len(actor.id) > 200 or _CONTROL.search(actor.id)
    if bad or "<" in actor.id or ">" in actor.id:
        raise ArchiveError(f"`{shown(actor.id)}` cannot name an actor", hint="use one line without < and >, as ada@example.org")
    return actor


def check_message(message: str) -> str:
    """Return `message` as it will be committed: its lines kept, control characters refused; ArchiveError where it says nothing."""
    text = message.replace("\r\n", "\n").strip()
    if not text or len(text) > 10_000 or _CONTROL.search(text.replace("\n", "").replace("\t", "")):
        raise ArchiveError("the message cannot be kept", hint="write up to 10,000 characters of plain text")
    return text


def is_path_text(text: str) -> bool:
    """Whether `text` can name a file: short, without control characters, and as bytes the system knows."""
    try:
        return len(os.fsencode(text)) <= 4000 and not _CONTROL.search(text.encode("utf-8", "replace").decode())
    except UnicodeEncodeError:
        return False


def check_line(text: str) -> str:
    """Return `text` if it is one line of at most 2,000 plain characters; else raise ArchiveError."""
    if len(text) > 2000 or _CONTROL.search(text):
        raise ArchiveError(f"`{shown(text)}` cannot stand in a version's message", hint="use one line of plain text")
    return text


def shown(text: object, most: int = 80) -> str:
    """`text` harmless enough, and at `most` so long, to be repeated in an error message."""
    line = _CONTROL.sub("?", str(text)).replace("`", "'")
    return line if len(line) <= most else line[: most - 3] + "…"


def shown_path(path: PurePath) -> str:
    """A path of this machine, whole, for an error message."""
    return shown(path, 1000)


def _matching(pattern: re.Pattern[str], text: str, what: str, hint: str) -> str:
    if len(text) > _MAX_NAME or not pattern.fullmatch(text):
        raise ArchiveError(f"`{shown(text)}` cannot name a {what}", hint=hint)
    return text
