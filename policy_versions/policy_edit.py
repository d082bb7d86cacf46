"""Writes policy.yaml: whole and always alike, or a few fields of an existing file with every other byte left as it is."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

import yaml

from policy_versions.errors import PolicyFileError
from policy_versions.model import (
    DEFAULT_CONSEQUENCES,
    SELF,
    LocalText,
    NoticeDetails,
    Permission,
    Policy,
    Promise,
    Weakened,
)
from policy_versions.policy_fields import FIELDS
from policy_versions.strict_yaml import Value, load_strict

Plain: TypeAlias = str | list["Plain"] | dict[str, "Plain"]

STEP_FIELDS = ("effective", "summary", "reopens", "weakened")
"""What tells of the step from the version before, and so does not pass on to the next draft."""


def dump_policy(policy: Policy) -> bytes:
    """The whole file for `policy`: the same bytes for equal policies."""
    return _dump(plain_policy(policy))


def edit_policy(data: bytes, changes: Mapping[str, Plain | None], *, path: str) -> bytes:
    """The file with some top-level fields set or, where None or empty, removed; all other bytes stay.

    Args:
        data: the file as it is.
        changes: plain values by field, as `{"reopens": ["partner-ads"], "summary": None}`; `plain_policy` makes them.
        path: how to call the file in faults.

    Raises:
        PolicyFileError: the file is no YAML mapping, or a field is unknown.
    """
    unknown = [name for name in changes if name not in FIELDS]
    if unknown:
        raise PolicyFileError(tuple(f"{path}: there is no field `{name}`" for name in unknown))
    changes = {name: value or None for name, value in changes.items()}
    held = _mapping(data, path)
    wanted: dict[str, Value] = {name: value for name, value in held.items() if name not in changes}
    wanted.update({name: _as_read(value) for name, value in changes.items() if value is not None})
    real = {name: value for name, value in changes.items() if (_as_read(value) if value is not None else None) != held.get(name)}
    real |= {name: None for name, value in changes.items() if value is None and name in held}
    if not real:
        return data
    edited = _edited(data, held, real)
    if edited is not None and _mapping_or_none(edited, path) == wanted:
        return edited
    return _dump({name: _as_plain(wanted[name]) for name in FIELDS if name in wanted})


def without_step(data: bytes, *, path: str) -> bytes:
    """The file as a new draft begins with it: nothing in it tells of the step that led to the version before.

    Raises:
        PolicyFileError: the file is no YAML mapping.
    """
    return edit_policy(data, dict.fromkeys(STEP_FIELDS), path=path)


def plain_policy(policy: Policy) -> dict[str, Plain]:
    """The policy as strings, lists and mappings, in the order they are written in; what is empty or default is left out."""
    found: dict[str, Plain | None] = {
        "title": plain_text(policy.title),
        "controller": {"id": policy.controller.id, "name": plain_text(policy.controller.name)},
        "language": policy.language,
        "effective": plain_moment(policy.effective) if policy.effective else None,
        "summary": plain_text(policy.summary) if policy.summary else None,
        "recipients": [{"id": one.id, "name": plain_text(one.name)} for one in policy.recipients],
        "taxonomy": [{"key": one.key, "label": plain_text(one.label)} for one in policy.taxonomy],
        "permissions": [plain_permission(one) for one in policy.permissions],
        "promises": [plain_promise(one) for one in policy.promises],
        "consequences": {
            dimension.value: consequence.value
            for dimension, consequence in policy.consequences.items()
            if DEFAULT_CONSEQUENCES[dimension] is not consequence
        },
        "reopens": list(policy.reopens),
        "weakened": plain_weakened(policy.weakened),
        "notice": _plain_notice(policy.notice),
    }
    return _filled(found)


def plain_text(text: LocalText) -> Plain:
    """A plain string where it is in the prevailing language only, else strings by language."""
    return text.by_language[""] if set(text.by_language) == {""} else dict(text.by_language)


def plain_moment(at: datetime) -> str:
    """A time as written in policy.yaml: in UTC, to the second where it is a whole one."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def plain_permission(permission: Permission) -> dict[str, Plain]:
    """One entry of `permissions`."""
    return _filled(
        {
            "id": permission.id,
            "text": plain_text(permission.text),
            "data": list(permission.data),
            "use": list(permission.use),
            "recipients": list(permission.recipients) if permission.recipients != (SELF,) else None,
            "basis": permission.basis.value,
            "retention": str(permission.retention) if permission.retention else None,
            "valid_for": str(permission.valid_for) if permission.valid_for else None,
            "clause": permission.clause,
        }
    )


def plain_promise(promise: Promise) -> dict[str, Plain]:
    """One entry of `promises`."""
    return _filled(
        {
            "id": promise.id,
            "text": plain_text(promise.text),
            "clause": promise.clause,
            "dimension": promise.dimension.value,
            "period": str(promise.period) if promise.period else None,
        }
    )


def plain_weakened(weakened: Sequence[Weakened]) -> list[Plain]:
    """The list `weakened`: an id alone, or with the words where the version before held the promise in prose only."""
    return [
        one.id
        if one.text is None
        else _filled(
            {
                "id": one.id,
                "text": plain_text(one.text),
                "clause": one.clause,
                "dimension": one.dimension.value if one.dimension else None,
            }
        )
        for one in weakened
    ]


def _plain_notice(notice: NoticeDetails) -> dict[str, Plain]:
    return _filled(
        {
            "contact": plain_text(notice.contact) if notice.contact else None,
            "jurisdiction": list(notice.jurisdiction),
            "storage_locations": list(notice.storage_locations),
            "rights": list(notice.rights),
            "withdrawal": plain_text(notice.withdrawal) if notice.withdrawal else None,
        }
    )


def _filled(held: Mapping[str, Plain | None]) -> dict[str, Plain]:
    return {name: value for name, value in held.items() if value}


def _mapping(data: bytes, path: str) -> dict[str, Value]:
    value = load_strict(data, path=path).value
    if not isinstance(value, dict):
        raise PolicyFileError((f"{path}:1: this must be a mapping of fields to values",))
    return value


def _mapping_or_none(data: bytes, path: str) -> dict[str, Value] | None:
    try:
        return _mapping(data, path)
    except PolicyFileError:
        return None


def _edited(data: bytes, held: Mapping[str, Value], changes: Mapping[str, Plain | None]) -> bytes | None:
    """The text with the lines of the changed fields exchanged; None where the file's form does not allow it."""
    text = data.decode("utf-8-sig")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    spans = _spans(lines, tuple(held))
    if spans is None:
        return None
    for name in sorted((name for name in changes if name in spans), key=lambda one: -spans[one][0]):
        start, end = spans[name]
        value = changes[name]
        lines[start:end] = [] if value is None else _lines({name: value}, newline)
    for name in (name for name in FIELDS if name in changes and name not in spans):
        value = changes[name]
        if value is not None:
            there = _spans(lines, None)
            if there is None:
                return None
            before = (
                [end for other, (_, end) in there.items() if FIELDS.index(other) < FIELDS.index(name)] if set(there) <= set(FIELDS) else []
            )
            at = max(before, default=0) if before else len(lines)
            lines[at:at] = _lines({name: value}, newline)
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return bom + "".join(lines).encode()


_TOP = re.compile(r"(?:\"([a-z_]+)\"|'([a-z_]+)'|([a-z_]+))\s*:(?:\s|$)")


def _spans(lines: Sequence[str], names: tuple[str, ...] | None) -> dict[str, tuple[int, int]] | None:
    """First and past-the-last line of each top-level field; None where they do not begin lines of their own.

    Comments and blank lines right above a field belong to it, not to the one before.
    """
    starts: list[tuple[str, int]] = []
    for number, line in enumerate(lines):
        match = _TOP.match(line)
        if match:
            starts.append((match[1] or match[2] or match[3], number))
    found = [name for name, _ in starts]
    if len(set(found)) != len(found) or (names is not None and sorted(found) != sorted(names)):
        return None
    spans = {}
    for position, (name, start) in enumerate(starts):
        end = starts[position + 1][1] if position + 1 < len(starts) else len(lines)
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith(("#", "---", "..."))):
            end -= 1
        spans[name] = (start, end)
    return spans


def _lines(held: Mapping[str, Plain], newline: str) -> list[str]:
    return _dump(held).decode().replace("\n", newline).splitlines(keepends=True)


def _as_read(value: Plain) -> Value:
    if isinstance(value, str):
        return value
    return [_as_read(one) for one in value] if isinstance(value, list) else {key: _as_read(one) for key, one in value.items()}


def _as_plain(value: Value) -> Plain:
    if value is None or isinstance(value, str):
        return value or ""
    return [_as_plain(one) for one in value] if isinstance(value, list) else {key: _as_plain(one) for key, one in value.items()}


class _Dumper(yaml.SafeDumper):
    """Lists indented below their field, short lists of words on one line, text in as few quotes as stay safe."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002 - the library's signature
        super().increase_indent(flow, False)  # noqa: FBT003 - as above


def _words(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    short = all(isinstance(item, str) and len(item) < 80 and "\n" not in item for item in items) and sum(map(len, items)) < 100
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=short)


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text and not re.search(r"[ \t]\n|^\s|[^\n\x20-\x7e\xa0-\ud7ff]", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(list, _words)
_Dumper.add_representer(str, _string)


def _dump(held: Mapping[str, Plain]) -> bytes:
    text: str = yaml.dump(dict(held), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text.encode()
