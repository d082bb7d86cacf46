"""`reconsent draft start | list | show | save | set | claim | rebase | delete`: writing drafts from the command line.

A draft is a branch of the archive, so any editor and git do as well.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consent_gate.cli.opened import ActorOption, DraftArgument, PolicyArgument, actor, moment, opened
from consent_gate.cli.output import Format, FormatOption, JsonOption, chosen, say
from consent_gate.cli.writing import write_files
from consent_gate.errors import ArgumentError
from policy_versions.names import MAX_FILE_BYTES, POLICY_FILE, REVIEW_FILE, is_file_name

if TYPE_CHECKING:
    from consent_gate.gate import Gate
    from policy_versions.drafts import Draft

_FolderArgument = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder with policy.yaml and the texts, as en.md.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Write drafts: branches of the archive, each from a published version.")
    for name, command in (
        ("start", start),
        ("list", list_drafts),
        ("show", show),
        ("save", save),
        ("set", set_fields),
        ("claim", claim),
        ("rebase", rebase),
        ("delete", delete),
    ):
        group.command(name)(command)
    app.add_typer(group, name="draft")


def start(
    policy: PolicyArgument,
    draft: DraftArgument,
    base: Annotated[int | None, typer.Option(help="The version to start from; else the newest.")] = None,
    files: Annotated[Path | None, typer.Option("--from", help="A folder whose files to begin with.")] = None,
    who: ActorOption = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Begin a draft."""
    with opened() as (gate, _):
        newest = _newest(gate, policy)
        begun = gate.archive.start_draft(
            policy, draft, base=base or newest, actor=actor(who), files=_checked(policy, files) if files else None
        )
    _say(begun, format, as_json)


def list_drafts(
    policy: Annotated[str | None, typer.Argument(metavar="POLICY", help="Only this policy's.")] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """List drafts."""
    with opened() as (gate, _):
        drafts = gate.archive.drafts(policy)
    say(
        chosen(format, as_json),
        text="\n".join(f"{one.slug} {one.name}  from {one.base or 'nothing'}, {one.at.date()}" for one in drafts) or "there is no draft",
        data=[_plain(one) for one in drafts],
    )


def show(
    policy: PolicyArgument,
    draft: DraftArgument,
    out: Annotated[Path | None, typer.Option(help="A folder to write the draft's files to, for editing.")] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Show a draft's files, or write them to a folder."""
    with opened() as (gate, _):
        found = gate.archive.draft(policy, draft)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        write_files({out / name: data for name, data in found.files.items()})
    told = {name: data.decode("utf-8", "replace") for name, data in found.files.items()}
    text = f"wrote {', '.join(told)} to {out}" if out else "\n".join(f"--- {name}\n{content}" for name, content in told.items())
    say(chosen(format, as_json), text=text, data={**_plain(found), "files": told})


def save(
    policy: PolicyArgument,
    draft: DraftArgument,
    folder: _FolderArgument,
    message: Annotated[str, typer.Option("--message", "-m", help="What was changed, for the history.")] = "Edit the draft",
    expected: Annotated[str | None, typer.Option(help="The commit the files were edited on; else the draft's newest.")] = None,
    who: ActorOption = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Save a folder's files into a draft. review.yaml is left alone: it is written by `reconsent review`."""
    files = _checked(policy, folder)
    with opened() as (gate, _):
        commit = expected or gate.archive.draft(policy, draft).commit
        saved = gate.archive.save(policy, draft, files, expected=commit, actor=actor(who), message=message)
    _say(saved, format, as_json)


def set_fields(
    policy: PolicyArgument,
    draft: DraftArgument,
    effective: Annotated[str | None, typer.Option(help="When it takes effect, as 2026-12-01T00:00:00+01:00.")] = None,
    summary: Annotated[str | None, typer.Option(help="What changed, for the people it touches.")] = None,
    who: ActorOption = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Set a draft's effective time and summary in its policy.yaml."""
    from policy_versions.policy_edit import edit_policy

    moment(effective, "--effective")
    changes = {name: value for name, value in (("effective", effective), ("summary", summary)) if value is not None}
    if not changes:
        raise ArgumentError("nothing to set", hint="give --effective or --summary")
    with opened() as (gate, _):
        found = gate.archive.draft(policy, draft)
        data = edit_policy(found.files.get(POLICY_FILE, b""), changes, path=POLICY_FILE)
        saved = gate.archive.save(
            policy, draft, {POLICY_FILE: data}, expected=found.commit, actor=actor(who), message=f"Set {' and '.join(changes)}"
        )
    _say(saved, format, as_json)


def claim(
    policy: PolicyArgument,
    draft: DraftArgument,
    change: Annotated[str, typer.Argument(metavar="CHANGE", help="The change's id.")],
    who: ActorOption = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Say of a change that it is editorial; where the differ says otherwise it blocks until decided."""
    from consent_gate.release.deciding import DraftName, claim_editorial

    with opened() as (gate, _):
        claimed = claim_editorial(gate, DraftName(policy, draft), change, actor=actor(who))
    say(
        chosen(format, as_json),
        text=f"{claimed.change} is said to be editorial",
        data={"change": claimed.change, "actor": claimed.actor.id},
    )


def rebase(
    policy: PolicyArgument,
    draft: DraftArgument,
    onto: Annotated[int | None, typer.Option(help="The version to put it on; else the newest.")] = None,
    resolved: Annotated[Path | None, typer.Option(help="A folder with the files in conflict as they shall be.")] = None,
    who: ActorOption = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> int:
    """Put a draft on a newer version. Exit code 1 where both changed the same lines: nothing is written and they are shown."""
    with opened() as (gate, _):
        number = onto or _newest(gate, policy)
        if number is None:
            raise ArgumentError(f"`{policy}` has no version to rest a draft on", hint="publish the draft as the first one")
        done = gate.archive.rebase(policy, draft, number, actor=actor(who), resolved=_files(resolved) if resolved else None)
    conflicts = dict(done.conflicts)
    text = f"{draft} starts from version {number} now"
    if conflicts:
        text = "\n".join(
            [*(f"--- {name}\n{marked}" for name, marked in conflicts.items()), "settle these files and rebase again with --resolved FOLDER"]
        )
    say(chosen(format, as_json), text=text, data={"draft": draft, "onto": number, "conflicts": conflicts})
    return 1 if conflicts else 0


def delete(policy: PolicyArgument, draft: DraftArgument, format: FormatOption = Format.TEXT, as_json: JsonOption = False) -> None:
    """Delete a draft."""
    with opened() as (gate, _):
        found = gate.archive.draft(policy, draft)
        gate.archive.delete_draft(policy, draft, expected=found.commit)
    say(
        chosen(format, as_json),
        text=f"deleted {found.branch}, which was at {found.commit[:12]}",
        data={"draft": draft, "commit": found.commit},
    )


def _newest(gate: "Gate", policy: str) -> int | None:
    """The number of the last version that was not withdrawn."""
    return max((version.number for version in gate.ledger.versions(policy) if not version.withdrawn), default=None)


def _checked(policy: str, folder: Path) -> dict[str, bytes]:
    """The files of a folder, read once, so that their faults are told now and not at the review."""
    from policy_versions.drafts import texts_in
    from policy_versions.policy_yaml import parse_policy

    files = _files(folder)
    texts_in(files, policy)
    if POLICY_FILE in files:
        parse_policy(files[POLICY_FILE], path=str(folder / POLICY_FILE))
    return files


def _files(folder: Path) -> dict[str, bytes]:
    """The files of a folder that belong in a draft."""
    if not folder.is_dir():
        raise ArgumentError(f"`{folder}` is no folder", hint="name a folder with policy.yaml and the texts, as en.md")
    found = {}
    for file in sorted(folder.iterdir()):
        if file.is_file() and is_file_name(file.name) and file.name != REVIEW_FILE:
            if file.stat().st_size > MAX_FILE_BYTES:
                raise ArgumentError(f"`{file}` is larger than {MAX_FILE_BYTES} bytes", hint="keep text only in a policy's folder")
            found[file.name] = file.read_bytes()
    if not found:
        raise ArgumentError(f"`{folder}` holds no policy.yaml and no text", hint="put policy.yaml and LANGUAGE.md there, as en.md")
    return found


def _plain(draft: "Draft") -> dict[str, object]:
    return {
        "policy": draft.slug,
        "draft": draft.name,
        "base": draft.base,
        "commit": draft.commit,
        "branch": draft.branch,
        "authors": [one.id for one in draft.authors],
        "at": draft.at.isoformat(),
    }


def _say(draft: "Draft", format: Format, as_json: bool) -> None:
    said = f"{draft.branch} from {f'version {draft.base}' if draft.base else 'nothing'} at {draft.commit[:12]}"
    say(chosen(format, as_json), text=said, data=_plain(draft))
