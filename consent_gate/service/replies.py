"""Answers of the product API: JSON, and problems as RFC 9457 says, with a hint and never a traceback."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from consent_gate.errors import (
    ArgumentError,
    ConsentGateError,
    LedgerConflictError,
    LedgerUnavailableError,
    UnknownVersionError,
)
from consent_gate.prompts.errors import PageChangedError
from policy_versions.errors import PolicyVersionsError

_STATUS: Sequence[tuple[type[Exception], int, str]] = (
    (PageChangedError, 409, "page-changed"),
    (LedgerConflictError, 409, "conflict"),
    (UnknownVersionError, 422, "unknown-version"),
    (ArgumentError, 422, "argument"),
    (PolicyVersionsError, 422, "argument"),
    (LedgerUnavailableError, 503, "unavailable"),
    (ConsentGateError, 503, "not-ready"),
)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode  # made once: every check needs it


def reply(content: Mapping[str, Any], status: int = 200) -> Response:
    """A JSON answer."""
    return Response(_encode(content), status_code=status, media_type="application/json")


def problem_of(error: Exception) -> dict[str, Any]:
    """An error of ours as a problem."""
    status, kind = next((status, kind) for one, status, kind in _STATUS if isinstance(error, one))
    return problem_body(status, kind, str(error), hint=getattr(error, "hint", ""))


def problem_body(status: int, kind: str, detail: str, *, hint: str = "", errors: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """A problem's members."""
    body: dict[str, Any] = {"type": f"urn:reconsent:problem:{kind}", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if hint:
        body["hint"] = hint
    if errors:
        body["errors"] = list(errors)
    return body


def problem(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an answer."""
    return Response(
        _encode(body),
        status_code=int(body["status"]),
        media_type="application/problem+json",
        headers=dict(headers or {}),
    )
