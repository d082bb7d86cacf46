"""A public history of a policy as static pages: every version, the redline between any two, and an Atom feed.

Pure: versions in, files out; writing them is the command's business. The pages need no script, name their language, and
mark what was added and taken away for the eye and for the ear. How a page looks is told in `site_pages`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations, pairwise

from consent_gate.release.site_pages import feed, history_page, redline_page, text_page
from differ.compare import compare_documents
from differ.model import Document
from differ.parse import parse
from policy_versions.model import Version
from policy_versions.timeline import scheduled

EVERY_PAIR_UP_TO = 30
"""So many versions have a redline between any two; above it, between neighbours and from each to the newest."""


def site(versions: Sequence[Version], *, at: datetime, base_url: str = "") -> Mapping[str, bytes]:
    """The files of the site, by path.

    Args:
        versions: of one policy, in any order; those withdrawn are listed and have no place in the redlines.
        at: the time at which it is told which version is in force.
        base_url: where it will be found, for the feed's links; relative links where it is empty.
    """
    ordered = sorted(versions, key=lambda version: version.number)
    documents = {(v.number, language): parse(text) for v in ordered for language, text in v.texts.items()}
    live = scheduled(ordered)
    redlines = {(old.number, new.number): page for old, new, page in _redlines(live, documents)}
    files = {"index.html": history_page(ordered, at, redlines), "feed.atom": feed(ordered, base_url)}
    files |= {f"v{old}-v{new}.html": page for (old, new), page in redlines.items()}
    for version in ordered:
        for language in version.texts:
            document = documents[version.number, language]
            files[text_name(version, language)] = text_page(version, language, document, live, redlines)
            files[f"v{version.number}.{language}.md"] = version.texts[language]
    return {path: text.encode() for path, text in files.items()}


def text_name(version: Version, language: str) -> str:
    """The page that holds a version's text in one language."""
    return f"v{version.number}.html" if language == version.policy.language else f"v{version.number}.{language}.html"


def _redlines(versions: Sequence[Version], documents: Mapping[tuple[int, str], Document]) -> Iterator[tuple[Version, Version, str]]:
    for old, new in _pairs(versions):
        language = new.policy.language if new.policy.language in old.texts else old.policy.language
        if language in new.texts and language in old.texts:
            comparison = compare_documents(documents[old.number, language], documents[new.number, language], language=language)
            yield old, new, redline_page(old, new, comparison)


def _pairs(versions: Sequence[Version]) -> Iterator[tuple[Version, Version]]:
    if len(versions) <= EVERY_PAIR_UP_TO:
        yield from combinations(versions, 2)
        return
    yield from pairwise(versions)
    yield from ((old, versions[-1]) for old in versions[:-2])
