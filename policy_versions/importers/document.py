"""What an import yields, and the checks every document passes before it is read."""

import re
from dataclasses import dataclass
from datetime import datetime

from policy_versions.errors import ImportRefusedError
from policy_versions.names import shown

MAX_BYTES = 8 * 1024 * 1024
MAX_MARKDOWN = 2 * 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A document taken as a policy text."""

    markdown: str  # ends in one newline
    dropped: tuple[str, ...] = ()  # what was left out, each a line to show to a person
    effective: datetime | None = None  # the effective date that the text names, at midnight UTC
    title: str | None = None


def decoded(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or else Windows-1252; line ends made alike.

    Raises:
        ImportRefusedError: the file is empty, too large, or no text.
    """
    require_content(data, name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data:
        raise ImportRefusedError(f"`{shown(name)}` is a binary file", hint="give Markdown, HTML, DOCX or plain text")
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _windows(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(_ODD.findall(text)) > max(3, len(text) // 200):
        raise ImportRefusedError(f"`{shown(name)}` is a binary file", hint="give Markdown, HTML, DOCX or plain text")
    if not text.strip():
        raise ImportRefusedError(f"`{shown(name)}` holds no text", hint="give the document that has the policy's words")
    return _CONTROL.sub("", text)


def require_content(data: bytes, name: str) -> None:
    """Refuse an empty or too large file.

    Raises:
        ImportRefusedError: it is one of these.
    """
    if not data:
        raise ImportRefusedError(f"`{shown(name)}` is empty", hint="give the document that has the policy's words")
    if len(data) > MAX_BYTES:
        raise ImportRefusedError(f"`{shown(name)}` has {len(data)} bytes, more than {MAX_BYTES}", hint="give the policy's text alone")


def finished(name: str, markdown: str, dropped: tuple[str, ...], effective: datetime | None, title: str | None) -> Imported:
    """The result, its Markdown tidied and its size checked.

    Raises:
        ImportRefusedError: nothing is left, or far too much.
    """
    lines = [line.rstrip() for line in markdown.split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    text = "\n".join(kept).strip("\n") + "\n"
    if not text.strip():
        raise ImportRefusedError(f"`{shown(name)}` holds no text of a policy", hint="give the document that has the policy's words")
    if len(text) > MAX_MARKDOWN:
        raise ImportRefusedError(
            f"the text of `{shown(name)}` has {len(text)} characters, more than {MAX_MARKDOWN}", hint="give the policy's text alone"
        )
    return Imported(markdown=text, dropped=dropped, effective=effective, title=title)


def _windows(data: bytes, name: str) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise ImportRefusedError(f"`{shown(name)}` is not UTF-8", hint="save it as UTF-8 and import it again") from None
