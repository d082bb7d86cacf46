"""What the arguments of the gate may be; whatever is not, is refused before anything is read or written.

Whether a category, a version or an ask is known, is told where it is looked for.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from consent_gate.errors import ArgumentError
from consent_gate.model import UNKNOWN, Request
from policy_versions.model import Actor

LONGEST = 512
"""Characters of an id, a key or any other name given to the gate: of four bytes each they still fit into an index of PostgreSQL's."""

_EXAMPLES = {
    "data": "name a category, as user.contact.email",
    "use": "name a use, as marketing.advertising",
    "recipient": "name who gets it; `self` is the organisation",
    "policy": "name one, as privacy",
    "permission": "name one, as partner-ads",
}


def require_text(what: str, value: object, *, hint: str = "") -> str:
    """The value, which must be text that any database can keep; of a string of another type, as a member of an enumeration, its text.

    Raises:
        ArgumentError: it is no string, empty, longer than `LONGEST`, or has a NUL or half a character in it.
    """
    if not isinstance(value, str) or not value or "\0" in value:
        raise ArgumentError(f"`{what}` must be a string that is not empty", hint=hint or _EXAMPLES.get(what, f"give the {what}'s own id"))
    if len(value) > LONGEST:
        raise ArgumentError(
            f"`{what}` has {len(value):,} characters and at most {LONGEST} are taken", hint="shorten it, or give an id that stands for it"
        )
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ArgumentError(f"`{what}` holds half a character", hint="write it in UTF-8")
    return value if type(value) is str else str.__str__(value)  # entries are hashed by the exact types of their values


def require_time(what: str, value: object, *, hint: str = "write datetime(…, tzinfo=UTC)") -> datetime:
    """The value, which must be a time with an offset, and one that there is in UTC too.

    Raises:
        ArgumentError: it is none.
    """
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise ArgumentError(f"`{what}` must be a time with an offset", hint=hint)
    try:
        value.astimezone(UTC)
    except OverflowError as error:
        raise ArgumentError(f"`{what}` lies outside of the calendar", hint=hint) from error
    return value


def check_arguments(item: object, collected_at: object, version: object, key: object) -> None:
    """Refuse arguments of the wrong kind.

    Raises:
        ArgumentError: one is.
    """
    for what, value in (("item", item), ("key", key)):
        if value is not None:
            require_text(what, value, hint=f"leave `{what}` out, or give your own id")
    if collected_at is not None and collected_at is not UNKNOWN:
        require_time("collected_at", collected_at, hint="give an aware datetime, None for now, or UNKNOWN")
    if version is not None and version is not UNKNOWN and not is_number(version):
        raise ArgumentError("`version` is no number", hint="give the number, None for the one in force then, or UNKNOWN")


def is_number(value: object) -> bool:
    """Whether it is a whole number; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def check_actor(actor: object) -> None:
    """Refuse who is no actor.

    Raises:
        ArgumentError: it is neither None nor an Actor with an id.
    """
    if actor is not None and not isinstance(actor, Actor):
        raise ArgumentError("`actor` is no Actor", hint='give Actor("ada@example.org"), or leave it out where the person answered')
    if actor is not None:
        require_text("actor", actor.id)


def check_request(request: Request) -> None:
    """Refuse a request for a check of which a part is of the wrong kind.

    Raises:
        ArgumentError: one is.
    """
    for what, value in (("subject", request.subject), ("use", request.use), ("data", request.data), ("recipient", request.recipient)):
        if type(value) is not str or not value or len(value) > LONGEST or "\0" in value:  # the rest is seen where it is encoded
            require_text(what, value)
    if request.item is not None:
        require_text("item", request.item)
    if request.policy is not None:
        require_text("policy", request.policy)
    if request.at is not None:
        require_time("at", request.at)


_PARTS = "give subject, use, data and, where wanted, recipient, item, policy, at, id"


def numbered(request: Request | Mapping[str, Any], place: int) -> Request:
    """One of many requests, with its place among them as its id where it brought none.

    Raises:
        ArgumentError: it is no request.
    """
    if isinstance(request, Mapping):
        try:
            request = Request(**request)
        except TypeError as error:
            raise ArgumentError(f"request {place} is not one: {error}", hint=_PARTS) from error
    if not isinstance(request, Request):
        raise ArgumentError(f"request {place} is not one", hint=_PARTS)
    return request if request.id is not None else request._replace(id=str(place))
