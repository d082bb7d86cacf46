"""Markdown as it is: front matter set apart, the rest kept to the byte but for line ends."""

import re

from policy_versions.importers.dates import effective_in
from policy_versions.importers.document import Imported, decoded, finished

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t]*#*$|^(\S.*)\n=+[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"^(title|name)\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
_DATE_FIELD = re.compile(
    r"^(?:effective(?:[_ -]date)?|date|updated|last[_ -](?:updated|modified))\s*:\s*[\"']?(.+?)[\"']?$", re.IGNORECASE | re.MULTILINE
)


def import_markdown(data: bytes, name: str) -> Imported:
    """Read a Markdown file as a policy; YAML front matter is dropped, and used for title and date.

    Raises:
        ImportRefusedError: the file is empty, binary or too large.
    """
    text = decoded(data, name)
    front = _FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    title = _TITLE.search(body)
    field = _FIELD.search(front[1]) if front else None
    found = (title[1] or title[2]) if title else field[2].strip("\"' ") if field else None
    effective = effective_in(_plain(body))
    if effective is None and front:
        dated = _DATE_FIELD.search(front[1])
        effective = effective_in(f"effective: {dated[1]}") if dated else None
    dropped = tuple(line for line in front[0].splitlines() if line.strip("-. ")) if front else ()
    result = finished(name, body, dropped, effective, found)
    return Imported(markdown=body.strip("\n") + "\n", dropped=dropped, effective=result.effective, title=found)


def _plain(text: str) -> str:
    return re.sub(r"[*_`]+", "", text)
