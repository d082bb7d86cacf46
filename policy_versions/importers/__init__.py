"""Takes policies that already exist: Markdown, HTML, DOCX and plain text, folders of them, and the history of a file in git.

Each reader yields clean Markdown, what it left out, and the effective date the text names. What an imported text permits
is decided elsewhere: nothing, until permissions are written down.
"""

from policy_versions.importers.document import MAX_BYTES, Imported

__all__ = ["MAX_BYTES", "Imported", "import_text"]


def import_text(data: bytes, name: str) -> Imported:
    """Read one document; its kind is told by its name, and by its first bytes where the name says nothing.

    Args:
        data: the file's bytes.
        name: its file name, as `privacy.html`.

    Raises:
        ImportRefusedError: the file is empty, binary, too large, broken, or of a kind that is not read.
    """
    from policy_versions.importers.kinds import reader_for  # noqa: PLC0415 - the readers import this package's values

    return reader_for(data, name)(data, name)
