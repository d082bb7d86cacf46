"""`reconsent run-example`: the desk and the prompt pages on a small example, in a folder that is deleted afterwards.

The example is a wholesale marketplace with four published versions, a draft that waits for its review, six shops whose data
came in under different versions, and a prompt for one of them.
"""

import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from consent_gate.cli.supervise import Server, free_port, supervise
from consent_gate.cli.ui import desk_command

if TYPE_CHECKING:
    from consent_gate.gate import Gate

_HOST = "127.0.0.1"
_POLICY, _DRAFT, _ASKED = "privacy", "wider-reach", "shop-1"

_RECORDS = (
    ("shop-1", "user.contact.email", "account", datetime(2025, 2, 20, 9, 30, tzinfo=UTC)),
    ("shop-1", "user.behavior.purchase_history", "order-1041", datetime(2025, 3, 4, 16, 5, tzinfo=UTC)),
    ("shop-1", "user.behavior.browsing_history", "visits-2026-03", datetime(2026, 3, 2, 8, 0, tzinfo=UTC)),
    ("shop-2", "user.contact.email", "account", datetime(2025, 6, 11, 11, 0, tzinfo=UTC)),
    ("shop-2", "user.behavior.browsing_history", "visits-2025-12", datetime(2025, 12, 1, 10, 0, tzinfo=UTC)),
    ("shop-3", "user.contact.email", "account", datetime(2025, 10, 5, 14, 20, tzinfo=UTC)),
    ("shop-3", "user.behavior.purchase_history", "order-1388", datetime(2025, 10, 6, 9, 0, tzinfo=UTC)),
    ("shop-4", "user.contact.email", "account", datetime(2026, 2, 14, 12, 0, tzinfo=UTC)),
    ("shop-5", "user.contact.email", "account", datetime(2026, 4, 23, 17, 45, tzinfo=UTC)),
    ("shop-5", "user.behavior.browsing_history", "visits-2026-05", datetime(2026, 5, 2, 7, 10, tzinfo=UTC)),
    ("shop-6", "user.contact.email", "account", datetime(2025, 4, 1, 8, 15, tzinfo=UTC)),
)
"""Whose, what, which, collected when."""

_TEXT_EDITS = (
    ("We keep browsing for one year.", "We keep browsing for two years."),
    (
        "We do not share your browsing with makers or carriers.",
        "We may share your browsing with makers, so that they can plan their stock.",
    ),
    ("We answer within 14 days.", "We answer within fourteen days."),
)
"""What the draft changes in the words: two changes that relax and one that only rewords."""

_MAKER_BROWSING = """\
  - id: maker-browsing
    text: We show makers what you look at, so that they can plan their stock.
    data: [user.behavior.browsing_history]
    use: [functional.service.improve]
    recipients: [makers]
    basis: legitimate_interests
    retention: P2Y
    clause: 4-who-else-gets-it
"""

_SUGGESTIONS = """\
    use: [personalize]
    basis: legitimate_interests
    retention: P1Y
"""

_OLD_SUMMARY = "We suggest products from your orders, show your orders to advertising partners if you agree, and keep browsing for a year."
_NEW_SUMMARY = "We show makers what you look at, so that they can plan their stock, and keep browsing for two years."

_POLICY_EDITS = (
    (_OLD_SUMMARY, _NEW_SUMMARY),
    (_SUGGESTIONS, _SUGGESTIONS.replace("P1Y", "P2Y")),
    ("  - id: partner-ads\n", _MAKER_BROWSING + "  - id: partner-ads\n"),
)
"""What it changes in the permissions, as the words do."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run-example")(run_example)


def run_example() -> None:
    """Open the desk and the prompt pages on an example, until Ctrl-C; nothing of it is kept."""
    with tempfile.TemporaryDirectory(prefix="reconsent-example-") as name:
        folder = Path(name)
        desk, pages = free_port(8412), free_port(8410)
        desk_server = desk_command(host=_HOST, port=desk)
        public_url = f"http://{_HOST}:{pages}"
        typer.echo("laying out the example …")
        prompt = lay_out(folder, public_url=public_url)
        environment = {
            "RECONSENT_ARCHIVE": str(folder / "archive"),
            "RECONSENT_DATABASE_URL": f"sqlite:///{folder / 'ledger.db'}",
            "RECONSENT_KEYS": str(folder / "keys"),
            "RECONSENT_PORT": str(pages),
            "RECONSENT_PUBLIC_URL": public_url,
            "RECONSENT_ONE_PERSON": "true",  # so that one visitor can draft, approve and publish; the desk says so
        }
        supervise(
            (
                Server(
                    name="the desk, for drafters and reviewers",
                    command=desk_server,
                    ready=f"http://{_HOST}:{desk}/_stcore/health",
                    url=f"http://{_HOST}:{desk}",
                    log=folder / "desk.log",
                    folder=folder,
                    environment=environment,
                ),
                Server(
                    name="the prompt page of one shop",
                    command=(sys.executable, "-m", "consent_gate.cli", "serve"),
                    ready=f"{public_url}/livez",
                    url=prompt,
                    log=folder / "pages.log",
                    folder=folder,
                    environment=environment,
                ),
            ),
            say=typer.echo,
        )
        typer.echo("stopped")


def lay_out(folder: Path, *, public_url: str) -> str:
    """Make the example's archive, ledger and keys in `folder`; the address of the prompt that waits for an answer.

    Raises:
        PolicyVersionsError: the archive cannot be made, for instance without git.
    """
    from consent_gate.gate import Gate
    from consent_gate.prompts.make import make_prompt
    from consent_gate.release.importing import import_versions

    with Gate.open(f"sqlite:///{folder / 'ledger.db'}", folder / "archive", keys=folder / "keys") as gate:
        with as_file(files("consent_gate") / "examples" / "marketplace") as versions:
            import_versions(gate, _POLICY, versions)
        for subject, data, item, collected_at in _RECORDS:
            gate.record(subject, data, item, collected_at=collected_at)
        _begin_draft(gate)
        return make_prompt(gate, _ASKED, public_url=public_url).url


def _begin_draft(gate: "Gate") -> None:
    """A draft from the newest version, to take effect later than its promise of notice asks."""
    from policy_versions.model import Actor, ActorSource

    newest = gate.archive.frozen(_POLICY)[-1]
    before = gate.archive.files_at(_POLICY, newest.tag)
    effective = (gate.clock() + timedelta(days=45)).replace(hour=0, minute=0, second=0, microsecond=0)
    policy = _edited(before["policy.yaml"].decode(), _POLICY_EDITS).splitlines(keepends=True)
    changed = {
        "policy.yaml": "".join(
            f"effective: {effective.isoformat()}\n" if line.startswith("effective:") else line for line in policy
        ).encode(),
        "en.md": _edited(before["en.md"].decode(), _TEXT_EDITS).encode(),
    }
    author = Actor("mara@orchardlane.example", ActorSource.CLAIMED)
    draft = gate.archive.start_draft(_POLICY, _DRAFT, actor=author)
    gate.archive.save(
        _POLICY, _DRAFT, changed, expected=draft.commit, actor=author, message="Keep browsing longer, and share it with makers"
    )


def _edited(text: str, edits: Sequence[tuple[str, str]]) -> str:
    for old, new in edits:
        if old not in text:
            raise LookupError(old)  # the example's own text has changed under this module
        text = text.replace(old, new)
    return text
