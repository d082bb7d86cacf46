"""Keeps the catalogues complete: finds every sentence in the code and templates and brings each .po up to date.

`python -m consent_gate.prompts.catalogue` after a sentence was added or changed; new ones are left empty for the
translator, ones no longer said are dropped. A test holds the catalogues to what is found here.
"""

import io
from importlib.resources import as_file, files
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from consent_gate.prompts.language import LANGUAGES, catalogue_path

_KEYWORDS = {"say": None, "gettext": None, "_": None, "count": (1, 2), "ngettext": (1, 2)}
_METHODS = [("**/prompts/*.py", "python"), ("**/service/*.py", "python"), ("**/templates/*.html", "jinja2.ext:babel_extract")]


def sentences() -> Catalog:
    """Every sentence that pages and messages say, in the order of the files."""
    found = Catalog(project="reconsent", charset="utf-8")
    with as_file(files("consent_gate")) as root:
        for name, line, message, _comments, context in extract_from_dir(
            str(root), _METHODS, keywords=_KEYWORDS, options_map={"**/templates/*.html": {"silent": "false", "trim_blocks": "true"}}
        ):
            if not message or (isinstance(message, tuple) and not message[0]):
                continue
            found.add(message, locations=[(name, line)], context=context)
    return found


def read(tag: str) -> Catalog:
    """A language's catalogue as it stands."""
    return read_po(io.BytesIO(files("consent_gate.prompts").joinpath(catalogue_path(tag)).read_bytes()), locale=tag)


def _update(folder: Path) -> None:
    wanted = sentences()
    for tag in LANGUAGES:
        if tag == "en":
            continue
        kept = read(tag)
        kept.update(wanted, no_fuzzy_matching=True)
        kept.obsolete.clear()
        with (folder / f"{tag}.po").open("wb") as file:
            write_po(file, kept, width=120, no_location=True, omit_header=False)


if __name__ == "__main__":
    _update(Path(__file__).parent / "locales")
