"""Which reader a document is for."""

import re
from collections.abc import Callable

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
_REFUSED = (".doc", ".odt", ".rtf", ".pdf", ".pages", ".epub")


def reader_for(data: bytes, name: str) -> Reader:
    """The reader for a document.

    Raises:
        ImportRefusedError: the file is empty, too large, or of a kind that is not read.
    """
    require_content(data, name)
    ending = f".{name.lower().rpartition('.')[2]}" if "." in name else ""
    if ending in _REFUSED or data.startswith((b"%PDF", b"{\\rtf", b"\xd0\xcf\x11\xe0")):
        raise ImportRefusedError(f"`{shown(name)}` is of a kind that is not read", hint="save it as DOCX, HTML, Markdown or plain text")
    if data.startswith(b"PK\x03\x04"):
        return import_docx
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    return import_html if _HTML.match(data[:4096]) else import_plain
