"""policy.yaml to a `Policy` and back.

Reading tells every fault at once, each with file, line and field. Writing is deterministic; an edit changes the fields it
is about and leaves every other byte, so that comments and order stay the drafter's. The same rules stand as JSON Schema
in data/policy.schema.json, as far as a schema can say them.
"""

import functools
import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from policy_versions.errors import PolicyFileError, TaxonomyError
from policy_versions.model import (
    DEFAULT_CONSEQUENCES,
    SELF,
    Basis,
    Consequence,
    Controller,
    Dimension,
    LocalText,
    NoticeDetails,
    OwnKey,
    Permission,
    Policy,
    Promise,
    Recipient,
    Weakened,
)
from policy_versions.names import is_language
from policy_versions.policy_edit import dump_policy, edit_policy
from policy_versions.policy_fields import (
    FIELDS,
    NOTICE_FIELDS,
    PERMISSION_FIELDS,
    PROMISE_FIELDS,
    WEAKENED_FIELDS,
    Fields,
)
from policy_versions.policy_rules import check_rules, is_id
from policy_versions.strict_yaml import Path, Value, load_strict
from policy_versions.taxonomy import KeyKind, Taxonomy, is_key

JSON_SCHEMA: Mapping[str, Any] = MappingProxyType(
    json.loads(files("policy_versions").joinpath("data", "policy.schema.json").read_text(encoding="utf-8"))
)
"""The JSON Schema of policy.yaml (draft 2020-12)."""


def parse_policy(data: bytes, *, path: str) -> Policy:
    """Read policy.yaml.

    Args:
        data: the file's bytes.
        path: how to call the file in faults, as `privacy/policy.yaml`.

    Raises:
        PolicyFileError: with every fault, in the order of the lines.
    """
    return _parse(bytes(data), path)


@functools.lru_cache(maxsize=512)
def _parse(data: bytes, path: str) -> Policy:
    document = load_strict(data, path=path)
    fields = Fields(path, document)
    policy = _policy(fields, document.value)
    if not fields.faults:
        check_rules(fields, policy)
    if fields.faults:
        raise PolicyFileError(tuple(dict.fromkeys(message for _, message in sorted(fields.faults))))
    return policy


def _policy(fields: Fields, value: Value) -> Policy:
    held = fields.mapping(value, (), known=FIELDS, required=("title", "controller", "language"))
    language = fields.text(held["language"], ("language",)) if "language" in held else ""
    if language and not is_language(language):
        fields.fault(("language",), f"`{language}` is no language tag as en or pt-BR")
        language = ""

    def words(value: Value, at: Path) -> LocalText:
        return fields.local_text(value, at, language)

    own = tuple(_own_key(fields, item, at, words) for at, item in fields.items(held.get("taxonomy"), ("taxonomy",)))
    taxonomy = Taxonomy.of(own)
    return Policy(
        title=words(held.get("title", "?"), ("title",)),
        controller=_controller(fields, held.get("controller"), words)
        if "controller" in held
        else Controller(id="?", name=LocalText.of("?")),
        language=language,
        effective=fields.optional(held, "effective", (), fields.moment),
        summary=fields.optional(held, "summary", (), words),
        recipients=tuple(_recipient(fields, item, at, words) for at, item in fields.items(held.get("recipients"), ("recipients",))),
        taxonomy=own,
        permissions=tuple(
            _permission(fields, item, at, words, taxonomy) for at, item in fields.items(held.get("permissions"), ("permissions",))
        ),
        promises=tuple(_promise(fields, item, at, words) for at, item in fields.items(held.get("promises"), ("promises",))),
        consequences=_consequences(fields, held.get("consequences")),
        reopens=fields.texts(held.get("reopens"), ("reopens",)),
        weakened=tuple(_weakened(fields, item, at, words) for at, item in fields.items(held.get("weakened"), ("weakened",))),
        notice=_notice(fields, held.get("notice"), words),
    )


Words = Callable[[Value, Path], LocalText]


def _id(fields: Fields, held: Mapping[str, Value], at: Path) -> str:
    if "id" not in held:
        return ""
    found = fields.text(held["id"], (*at, "id"))
    if found and not is_id(found):
        fields.fault((*at, "id"), f"`{found}` is no id; use letters and digits, parted by `-`, `_` or a dot, as partner-ads")
    return found


def _required_words(held: Mapping[str, Value], name: str, at: Path, words: Words) -> LocalText:
    return words(held[name], (*at, name)) if name in held else LocalText.of("")


def _controller(fields: Fields, value: Value, words: Words) -> Controller:
    at: Path = ("controller",)
    held = fields.mapping(value, at, known=("id", "name"), required=("id", "name"))
    return Controller(id=_id(fields, held, at), name=_required_words(held, "name", at, words))


def _recipient(fields: Fields, value: Value, at: Path, words: Words) -> Recipient:
    held = fields.mapping(value, at, known=("id", "name"), required=("id", "name"))
    found = _id(fields, held, at)
    if found == SELF:
        fields.fault((*at, "id"), "`self` is the organisation itself and needs no entry")
    return Recipient(id=found, name=_required_words(held, "name", at, words))


def _own_key(fields: Fields, value: Value, at: Path, words: Words) -> OwnKey:
    """`{key, label}`; or the key alone, whose last word is then its label."""
    if isinstance(value, str):
        value = {"key": value, "label": value.rpartition(".")[2].replace("_", " ")}
    held = fields.mapping(value, at, known=("key", "label"), required=("key", "label"))
    key = fields.text(held["key"], (*at, "key")) if "key" in held else ""
    if key and not is_key(key):
        fields.fault((*at, "key"), f"`{key}` is no key; use lower-case words of letters, digits and underscores, parted by dots")
    return OwnKey(key=key, label=_required_words(held, "label", at, words))


def _keys(fields: Fields, held: Mapping[str, Value], name: str, at: Path, taxonomy: Taxonomy, kind: KeyKind) -> tuple[str, ...]:
    place = (*at, name)
    found = fields.texts(held.get(name), place)
    if name in held and not found:
        fields.fault(place, f"name at least one {kind}")
    for position, key in enumerate(found):
        try:
            taxonomy.check(key, kind)
        except TaxonomyError as fault:
            fields.fault((*place, position), f"{fault}; {fault.hint}")
    return found


def _permission(fields: Fields, value: Value, at: Path, words: Words, taxonomy: Taxonomy) -> Permission:
    held = fields.mapping(value, at, known=PERMISSION_FIELDS, required=("id", "text", "data", "use", "basis"))
    recipients = fields.texts(held.get("recipients"), (*at, "recipients"))
    if "recipients" in held and not recipients:
        fields.fault((*at, "recipients"), "name at least one recipient, or leave the field out for `self`")
    return Permission(
        id=_id(fields, held, at),
        text=_required_words(held, "text", at, words),
        data=_keys(fields, held, "data", at, taxonomy, KeyKind.DATA),
        use=_keys(fields, held, "use", at, taxonomy, KeyKind.USE),
        recipients=recipients or (SELF,),
        basis=fields.choice(held["basis"], (*at, "basis"), Basis, Basis.CONSENT) if "basis" in held else Basis.CONSENT,
        retention=fields.optional(held, "retention", at, fields.duration),
        valid_for=fields.optional(held, "valid_for", at, fields.duration),
        clause=fields.optional(held, "clause", at, fields.text),
    )


def _promise(fields: Fields, value: Value, at: Path, words: Words) -> Promise:
    held = fields.mapping(value, at, known=PROMISE_FIELDS, required=("id", "text", "dimension"))
    return Promise(
        id=_id(fields, held, at),
        text=_required_words(held, "text", at, words),
        clause=fields.optional(held, "clause", at, fields.text),
        dimension=_dimension(fields, held["dimension"], (*at, "dimension")) if "dimension" in held else Dimension.NOTICE,
        period=fields.optional(held, "period", at, fields.duration),
    )


def _weakened(fields: Fields, value: Value, at: Path, words: Words) -> Weakened:
    if isinstance(value, str):
        return Weakened(id=_id(fields, {"id": value}, at))
    held = fields.mapping(value, at, known=WEAKENED_FIELDS, required=("id", "text", "dimension"))
    return Weakened(
        id=_id(fields, held, at),
        text=fields.optional(held, "text", at, words),
        clause=fields.optional(held, "clause", at, fields.text),
        dimension=fields.optional(held, "dimension", at, functools.partial(_dimension, fields)),
    )


def _dimension(fields: Fields, value: Value, at: Path) -> Dimension:
    return fields.choice(value, at, Dimension, Dimension.NOTICE)


def _consequences(fields: Fields, value: Value) -> Mapping[Dimension, Consequence]:
    if value is None:
        return DEFAULT_CONSEQUENCES
    at: Path = ("consequences",)
    held = fields.mapping(value, at, known=tuple(dimension.value for dimension in Dimension))
    chosen = {Dimension(name): fields.choice(word, (*at, name), Consequence, Consequence.ASK) for name, word in held.items()}
    return MappingProxyType({**DEFAULT_CONSEQUENCES, **chosen})


def _notice(fields: Fields, value: Value, words: Words) -> NoticeDetails:
    if value is None:
        return NoticeDetails()
    at: Path = ("notice",)
    held = fields.mapping(value, at, known=NOTICE_FIELDS)
    return NoticeDetails(
        contact=fields.optional(held, "contact", at, words),
        jurisdiction=fields.one_or_more(held.get("jurisdiction"), (*at, "jurisdiction")),
        storage_locations=fields.one_or_more(held.get("storage_locations"), (*at, "storage_locations")),
        rights=fields.one_or_more(held.get("rights"), (*at, "rights")),
        withdrawal=fields.optional(held, "withdrawal", at, words),
    )


__all__ = ["JSON_SCHEMA", "dump_policy", "edit_policy", "parse_policy"]
