"""Which reader a document is for."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from policy_versions.errors import ImportRefusedError
from policy_versions.importers.document import Imported, require_content
from policy_versions.importers.markdown import import_markdown
from policy_versions.importers.plain import import_plain
from policy_versions.importers.web_page import import_html
from policy_versions.importers.word import import_docx
from policy_versions.names import shown

Reader = Callable[[bytes, str], Imported]

_BY_ENDING: dict[str, Reader] = {
    ".md": import_markdown,
    ".markdown": import_markdown,
    ".mdown": import_markdown,
    ".html": import_html,
    ".htm": import_html,
    ".xhtml": import_html,
    ".docx": import_docx,
    ".txt": import_plain,
    ".text": import_plain,
}
ENDINGS = tuple(sorted(_BY_ENDING))
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_AGAIN = "open it in the program it was written with, save it as a Word document (.docx), and bring that in"
_ORIGINAL = "bring in the Word file or the web page it was made from: a PDF keeps lines, and no headings, lists or paragraphs"


@dataclass(frozen=True, slots=True)
class _Unread:
    """A kind of document that is not read, told by its ending or its first bytes."""

    what: str
    endings: tuple[str, ...]
    start: re.Pattern[bytes]
    hint: str = _AGAIN


_UNREAD = (
    _Unread("a PDF", (".pdf",), re.compile(rb"\s*%PDF"), _ORIGINAL),
    _Unread("a Word document of the old kind", (".doc", ".dot"), re.compile(rb"\xd0\xcf\x11\xe0")),
    _Unread("an RTF document", (".rtf",), re.compile(rb"\s*\{\\rtf")),
    _Unread("an OpenDocument text", (".odt", ".ott"), re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis", re.DOTALL)),
    _Unread("an e-book", (".epub",), re.compile(rb"PK\x03\x04.{26}mimetypeapplication/epub", re.DOTALL)),
    _Unread("a Pages document", (".pages",), re.compile(rb"PK\x03\x04.{26}Index/Document\.iwa", re.DOTALL)),
)


def reader_for(data: bytes, name: str) -> Reader:
    """The reader for a document.

    Raises:
        ImportRefusedError: the file is empty, too large, or of a kind that is not read.
    """
    require_content(data, name)
    ending = f".{name.lower().rpartition('.')[2]}" if "." in name else ""
    for kind in _UNREAD:
        is_so = kind.start.match(data) is not None
        if is_so or ending in kind.endings:
            renamed = ", whatever its name says" if is_so and ending not in kind.endings else ""
            raise ImportRefusedError(f"`{shown(name)}` is {kind.what}{renamed}, and that is not read", hint=kind.hint)
    if data.startswith(b"PK\x03\x04"):
        return import_docx
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    return import_html if _HTML.match(data[:4096]) else import_plain
