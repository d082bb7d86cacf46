"""What an installation is told from outside: environment variables RECONSENT_… first, then one file, reconsent.toml.

All faults are told at once, each with the place it was read from. Keys are not settings: only their folder is one, and
`evidence.keys` reads them.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from consent_gate.errors import ArgumentError, SettingsError
from consent_gate.membership import Members
from consent_gate.prompts.addresses import checked_public_url
from consent_gate.prompts.tokens import PUBLIC_URL
from policy_versions.model import Role

PREFIX = "RECONSENT_"
FILE = "reconsent.toml"
OTHER_VARIABLES = frozenset(
    {
        "RECONSENT_API",
        "RECONSENT_API_KEY",
        "RECONSENT_CONFIG",
        "RECONSENT_CORPUS",
        "RECONSENT_SOAK",
        "RECONSENT_TEST_POSTGRES_URL",
    }
)
"""Variables of ours that are no settings: the file's own path, what clients of the product API go by, and what the tests are told."""


def _default_keys() -> Path:
    """The folder of the keys where none is named: outside of the archive and apart from the database."""
    configuration = os.environ.get("XDG_CONFIG_HOME")
    return (Path(configuration) if configuration else Path.home() / ".config") / "reconsent" / "keys"


def _database_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in {"sqlite", "postgresql", "postgresql+psycopg"}:
        raise ValueError("must begin with sqlite:/// or postgresql://")
    if scheme == "sqlite" and (not rest.startswith("/") or rest == "/"):
        raise ValueError("must be sqlite:/// and a path (four slashes where the path is absolute)")
    return url


def _words(value: object) -> object:
    """`a, b` in a variable is what `["a", "b"]` is in the file."""
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """The settings, valid or not made: build them with `load`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, toml_file=None, enable_decoding=False)

    archive: Path = Path()
    """The git repository that holds policies/."""
    database_url: Annotated[str, AfterValidator(_database_url)] = "sqlite:///reconsent.db"
    """The ledger: SQLite or PostgreSQL."""
    keys: Path = Field(default_factory=_default_keys)
    """The folder with the keys token, signing and subject."""
    one_person: bool = False
    """Whether the drafter of a version may approve it too."""
    allowed_signers: Path | None = None
    """Whose SSH keys sign approvals, in OpenSSH's format; outside of the archive."""
    host: str = "127.0.0.1"
    """Where the prompt pages are bound."""
    port: Port = 8410
    """The prompt pages' port."""
    public_url: Annotated[str, AfterValidator(checked_public_url)] = PUBLIC_URL
    """What people's browsers call the prompt pages; prompt links begin with it."""
    return_hosts: Annotated[tuple[str, ...], BeforeValidator(_words)] = ()
    """The hosts a prompt page may lead back to when the person is done."""
    api_host: str = "127.0.0.1"
    """Where the product API is bound."""
    api_port: Port = 8411
    """The product API's port."""
    desk_port: Port = 8412
    """The desk's port."""
    roles: dict[Role, tuple[Members, ...]] | None = None
    """Who may do what at the desk; only the file can say it. Without it whoever is let in may do everything."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library passes it
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before the file, which `load` passes in."""
        return env_settings, init_settings


def load(file: Path | None = None) -> Settings:
    """The settings in force: the environment's, then the file's, then the defaults.

    Args:
        file: the file to read; without it the one named in RECONSENT_CONFIG, else reconsent.toml in the working folder, if there.
            Relative paths in the file are relative to its folder.

    Raises:
        SettingsError: with every fault of every source, each one line.
    """
    named = file or (Path(os.environ["RECONSENT_CONFIG"]) if os.environ.get("RECONSENT_CONFIG") else None)
    path = named or Path(FILE)
    told = _read(path, must_exist=named is not None)
    faults = _unknown_variables()
    try:
        settings = Settings(**_anchored(told, path.parent))
    except ValidationError as error:
        faults += [_line(fault, path) for fault in error.errors(include_url=False)]
    else:
        if not faults:
            return settings
    raise SettingsError(tuple(faults))


def require_ledger(settings: Settings) -> Settings:
    """The settings, of which the ledger, if it is a file, is there: a wrong folder must not get an empty one.

    Raises:
        ArgumentError: there is no ledger.
    """
    _, is_file, path = settings.database_url.partition("sqlite:///")
    if is_file and not Path(path).exists():
        raise ArgumentError(f"there is no ledger `{path}`", hint="make one with `reconsent init`, or name yours in RECONSENT_DATABASE_URL")
    return settings


def _read(path: Path, *, must_exist: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if must_exist:
            raise SettingsError((f"`{path}` is not there",), hint="write it, or leave RECONSENT_CONFIG away") from None
        return {}
    except OSError as error:
        raise SettingsError((f"`{path}` cannot be read: {error.strerror}",)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError((f"`{path}` is not TOML: {error}",)) from error


def _anchored(told: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The file's relative paths made relative to the file, so that the working folder does not matter."""
    anchored = dict(told)
    for name in ("archive", "keys", "allowed_signers"):
        if isinstance(told.get(name), str):
            anchored[name] = str(folder / told[name])
    url = told.get("database_url")
    relative = "sqlite:///"
    if isinstance(url, str) and url.startswith(relative) and not url.startswith(relative + "/") and url != relative:
        anchored["database_url"] = relative + str(folder / url.removeprefix(relative))
    return anchored


def _unknown_variables() -> list[str]:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | OTHER_VARIABLES
    strangers = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    return [f"{name} is no setting{_nearest(name, known)}" for name in strangers]


def _line(fault: Mapping[str, Any], path: Path) -> str:
    """One fault as one line: where it was read, what is the matter, and the nearest name if the name is unknown."""
    field = str(fault["loc"][0])
    variable = PREFIX + field.upper()
    inside = ".".join(str(part) for part in fault["loc"] if part != "[key]")
    place = variable if variable in os.environ else f"`{inside}` in {path}"
    if fault["type"] == "extra_forbidden":
        return f"{place} is no setting{_nearest(field, Settings.model_fields) if inside == field else ''}"
    message = fault["msg"].removeprefix("Value error, ")
    return f"{place}: {message[:1].lower()}{message[1:]}"


def _nearest(name: str, known: Mapping[str, object] | set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
