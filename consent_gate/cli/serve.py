"""`reconsent serve`: the prompt pages for people, and the product API for programs."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Where the prompt pages are bound; else RECONSENT_HOST, else 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Their port; else RECONSENT_PORT, else 8410.")] = None,
    forwarded_allow_ips: Annotated[str, typer.Option(help="Proxies whose word on a client's address is taken.")] = "127.0.0.1",
) -> None:
    """Serve the prompt pages until Ctrl-C."""
    from consent_gate.gate import Gate
    from consent_gate.service.public import public_app
    from consent_gate.service.start import Bound
    from consent_gate.service.start import serve as run
    from consent_gate.settings import load

    settings = load()
    with Gate.open(settings.database_url, settings.archive, keys=settings.keys) as gate:
        bound = [Bound(app=public_app(gate), host=host or settings.host, port=port or settings.port)]
        for one in bound:
            typer.echo(f"prompt pages: http://{one.host}:{one.port}")
        run(bound, forwarded_allow_ips=forwarded_allow_ips)
