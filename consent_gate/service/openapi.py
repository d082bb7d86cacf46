"""The description of the product API (OpenAPI 3.1), written from the table of its operations.

`python -m consent_gate.service.openapi` writes openapi.json anew; a test holds the file to the table, and another holds
the service to the file.
"""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from consent_gate.service.keyring import Scope
from consent_gate.service.operations import OPERATIONS, Operation
from consent_gate.service.results import ChangesOut, Problem

FILE = "openapi.json"

_PROBLEMS = {
    "400": "The body is not JSON, or the idempotency key is none",
    "401": "No key was shown",
    "403": "The key lacks the scope",
    "409": "The idempotency key came with another body, or the page has changed",
    "413": "The body is too large",
    "415": "The body is not application/json",
    "422": "The body or an argument is not as it must be",
    "429": "Too many requests",
    "503": "The ledger cannot be reached; nothing was acknowledged",
}


def describe() -> dict[str, Any]:
    """The description as plain values."""
    models: list[type[BaseModel]] = [*(m for one in OPERATIONS for m in (one.body, one.reply)), ChangesOut, Problem]
    _, schemas = models_json_schema([(m, "validation") for m in dict.fromkeys(models)], ref_template="#/components/schemas/{model}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "reconsent",
            "version": "1",
            "description": "Record what is collected, ask whether it may be used, ask the person where it may not.",
        },
        "paths": {one.path: {"post": _operation(one)} for one in OPERATIONS} | {"/v1/changes": {"get": _feed()}},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": f"Scopes: {', '.join(Scope)}"}},
        },
        "security": [{"key": []}],
    }


def _operation(one: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "description": f"Needs the scope `{one.scope}`.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref(one.body)}}},
        "responses": {"200": _answer("Done", one.reply)} | _problems(),
    }
    if one.writes:
        told["parameters"] = [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "The same key and body come to the first answer; another body is a conflict.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
            }
        ]
    return told


def _feed() -> dict[str, Any]:
    numbers = {"since": ("The place after which to begin", 0, None, 0), "limit": ("At most so many entries", 1, 10_000, 1_000)}
    return {
        "operationId": "changes",
        "summary": "All that changed after a place of the ledger, every entry once, for products that keep their own copy",
        "description": f"Needs the scope `{Scope.FEED}`.",
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": words,
                "schema": {"type": "integer", "minimum": least, "default": default}
                | ({"maximum": most} if most else {"maximum": 10**18 - 1}),
            }
            for name, (words, least, most, default) in numbers.items()
        ],
        "responses": {"200": _answer("The entries", ChangesOut)} | _problems("401", "403", "413", "422", "429", "503"),
    }


def _problems(*codes: str) -> dict[str, Any]:
    return {
        code: {"description": words, "content": {"application/problem+json": {"schema": _ref(Problem)}}}
        for code, words in _PROBLEMS.items()
        if not codes or code in codes
    }


def _answer(words: str, model: type[BaseModel]) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": _ref(model)}}}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _written() -> bytes:
    return (json.dumps(describe(), indent=2, ensure_ascii=False) + "\n").encode()


def _stored() -> bytes:
    path = files("consent_gate.service").joinpath(FILE)
    return path.read_bytes() if path.is_file() else b"{}"


DESCRIPTION = _stored()
"""The bytes of openapi.json."""


if __name__ == "__main__":
    (Path(__file__).parent / FILE).write_bytes(_written())
