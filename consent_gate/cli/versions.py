"""`reconsent init | import | versions | show | in-force | site`: the archive of versions, from the first key to the public pages."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from consent_gate.cli.opened import ActorOption, PolicyArgument, actor, moment, opened
from consent_gate.cli.output import Format, FormatOption, JsonOption, chosen, say
from consent_gate.cli.writing import write_files
from consent_gate.errors import ArgumentError, UnknownVersionError
from policy_versions.names import check_slug

if TYPE_CHECKING:
    from policy_versions.model import Version


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("init")(init)
    app.command("import")(import_policy)
    app.command("versions")(versions)
    app.command("show")(show)
    app.command("in-force")(in_force_at)
    app.command("site")(site_of)


def init(
    archive: Annotated[Path | None, typer.Option(help="Where to keep the policies; else RECONSENT_ARCHIVE, else this folder.")] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Make the keys, the archive and the ledger, as far as they are not there yet."""
    from consent_gate.evidence.keys import Keys
    from consent_gate.gate import Gate
    from consent_gate.release.archives import ensure_archive
    from consent_gate.settings import load

    settings = load()
    Keys.create(settings.keys)
    folder = archive or settings.archive
    made = ensure_archive(folder)
    gate = Gate.open(settings.database_url, archive=folder, keys=settings.keys)
    gate.close()
    lines = [
        f"keys      {settings.keys}",
        f"archive   {folder.absolute()}{'' if made else ' (was there)'}",
        f"ledger    {settings.database_url}",
    ]
    if archive is not None:
        lines.append(f"next      export RECONSENT_ARCHIVE={folder.absolute()}")
    data = {"keys": str(settings.keys), "archive": str(folder.absolute()), "database_url": settings.database_url, "archive_made": made}
    say(chosen(format, as_json), text="\n".join(lines), data=data)


def import_policy(
    policy: PolicyArgument,
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help="A document (text, Markdown, HTML, DOCX), a folder of dated ones, a git repository, or a folder of versions.",
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Take what is suggested from the prose as it is, and override nothing.")] = False,
    override: Annotated[
        list[str] | None, typer.Option(metavar="CHANGE=REASON", help="Why a change between versions relaxes nothing; may be repeated.")
    ] = None,
    file: Annotated[str | None, typer.Option(help="The file in the git repository PATH whose history to take.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write what a document becomes, for editing; else POLICY-import.")] = None,
    language: Annotated[str, typer.Option(help="The document's language.")] = "en",
    effective: Annotated[str | None, typer.Option(help="When the document took effect; else what it says itself.")] = None,
    controller: Annotated[str | None, typer.Option(help="Who answers for the data, by name.")] = None,
    who: ActorOption = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> int:
    """Take in a policy from before the archive.

    A document, a folder of dated documents or a file's history in a git repository is first laid out as a folder of versions, to
    be completed; a folder of versions is frozen.
    """
    from consent_gate.cli.importing import Asked, import_document, import_folder, import_texts, is_folder_of_versions

    form, slug = chosen(format, as_json), check_slug(policy)
    if not path.exists():
        raise ArgumentError(f"there is no such file or folder: `{path}`", hint="name a document, or a folder of versions")
    asked = Asked(language=language, effective=moment(effective, "--effective"), controller=controller, yes=yes)
    target = out or Path(f"{slug}-import")
    if file is None and path.is_file():
        return import_document(slug, path, target, asked, actor=actor(who), form=form)
    if file is not None or (path.is_dir() and not is_folder_of_versions(path)):
        return import_texts(slug, path, file, target, asked, actor=actor(who), form=form)
    return import_folder(slug, path, override or (), actor=actor(who), form=form)


def versions(
    policy: Annotated[str | None, typer.Argument(metavar="POLICY", help="Only this policy's.")] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """List published versions, with the one in force marked."""
    with opened() as (gate, _):
        now = gate.clock()
        slugs = (check_slug(policy),) if policy else gate.ledger.policies()
        found = {slug: gate.ledger.versions(slug) for slug in slugs}
        if policy and not found[policy]:
            raise UnknownVersionError(f"`{policy}` has no version", hint="`reconsent versions` lists all policies")
        form = chosen(format, as_json)
        if form is Format.TEXT:
            say(form, text="\n".join(line for group in found.values() for line in listed(group, now)) or "nothing is published", data=())
            return
        plain = [_plain(version, state) for group in found.values() for version, state in _states(group, now)]
    say(form, text="", data=plain)


def listed(group: Sequence["Version"], now: datetime) -> Iterator[str]:
    """A line for each version of one policy, which reads no text."""
    for version, state in _states(group, now):
        yield f"{version.slug}@{version.number}".ljust(20) + f" {version.effective.isoformat()}  {state:<9}  {_summary(version)}"


def _states(group: Sequence["Version"], now: datetime) -> Iterator[tuple["Version", str]]:
    """Each version with what it is now: past, in force, upcoming or withdrawn."""
    begun = [version.number for version in group if not version.withdrawn and version.effective <= now]
    current = max(begun, default=0)
    for version in group:
        if version.withdrawn:
            yield version, "withdrawn"
        elif version.effective > now:
            yield version, "upcoming"
        else:
            yield version, "in force" if version.number == current else "past"


def _state(version: "Version", group: Sequence["Version"], now: datetime) -> str:
    return next(state for one, state in _states(group, now) if one.number == version.number)


def _summary(version: "Version") -> str:
    return " ".join(str(version.policy.summary or "").split())


def _plain(version: "Version", state: str) -> dict[str, object]:
    return {
        "policy": version.slug,
        "version": version.number,
        "effective": version.effective.isoformat(),
        "state": state,
        "identity": version.identity,
        "commit": version.commit,
        "imported": version.imported,
        "published_at": version.published_at.isoformat() if version.published_at else None,
        "languages": sorted(version.texts),
        "summary": _summary(version),
    }


def show(
    policy: PolicyArgument,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The version's number.")],
    language: Annotated[str | None, typer.Option(help="Which text; else the one that prevails.")] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Show a version's text, exactly as published."""
    with opened() as (gate, _):
        version = gate.ledger.version(check_slug(policy), number)
        state = _state(version, gate.ledger.versions(policy), gate.clock())
        files = {name: data.decode("utf-8", "replace") for name, data in gate.ledger.version_files(policy, number).items()}
        texts = dict(version.texts)
    wanted = language or version.policy.language
    if wanted not in texts:
        raise ArgumentError(f"`{version.name}` has no text in `{wanted}`", hint=f"it has {', '.join(sorted(texts))}")
    say(chosen(format, as_json), text=texts[wanted].rstrip("\n"), data={**_plain(version, state), "files": files})


def in_force_at(
    policy: PolicyArgument,
    at: Annotated[str | None, typer.Option(help="When; else now.")] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Tell which version is, was or will be in force."""
    from policy_versions.timeline import in_force

    with opened() as (gate, _):
        when = moment(at, "--at") or gate.clock()
        group = gate.ledger.versions(check_slug(policy))
        if not group:
            raise UnknownVersionError(f"`{policy}` has no version", hint="`reconsent versions` lists all policies")
        version = in_force(group, when)
        plain = _plain(version, _state(version, group, gate.clock()))
    say(
        chosen(format, as_json),
        text=f"{version.name} since {version.effective.isoformat()}",
        data={**plain, "at": when.astimezone(UTC).isoformat()},
    )


def site_of(
    policy: PolicyArgument,
    out: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write the pages.")],
    base_url: Annotated[str, typer.Option(help="Where the pages will be found, for the feed's links.")] = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Write the public history of a policy: every version, every redline, and a feed."""
    from consent_gate.release.site import site

    if base_url and not _is_address(base_url):
        raise ArgumentError(f"`{base_url}` is no address of a page", hint="write --base-url as https://example.org/privacy/history")
    with opened() as (gate, _):
        group = gate.ledger.versions(check_slug(policy))
        if not group:
            raise UnknownVersionError(f"`{policy}` has no version", hint="`reconsent versions` lists all policies")
        files = site(group, at=gate.clock(), base_url=base_url)
    out.mkdir(parents=True, exist_ok=True)
    write_files({out / name: data for name, data in files.items()})
    hint = "" if base_url else "\nlook at: feed readers find the pages by --base-url only, as https://example.org/privacy/history"
    say(chosen(format, as_json), text=f"wrote {len(files)} files to {out}{hint}", data={"folder": str(out), "files": sorted(files)})


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
