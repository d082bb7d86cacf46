"""`reconsent serve`: the prompt pages for people and the product API for programs. `reconsent api-key`: who may use the latter."""

from typing import Annotated

import typer

from consent_gate.cli.opened import opened
from consent_gate.cli.output import Format, FormatOption, JsonOption, chosen, say

keys = typer.Typer(name="api-key", help="Keys for the product API.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("serve")(serve)
    app.add_typer(keys)


def serve(
    host: Annotated[str | None, typer.Option(help="Where the prompt pages are bound; else RECONSENT_HOST, else 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Their port; else RECONSENT_PORT, else 8410.")] = None,
    api_host: Annotated[str | None, typer.Option(help="Where the product API is bound; else RECONSENT_API_HOST, else 127.0.0.1.")] = None,
    api_port: Annotated[int | None, typer.Option(min=1, max=65535, help="Its port; else RECONSENT_API_PORT, else 8411.")] = None,
    forwarded_allow_ips: Annotated[str, typer.Option(help="Proxies whose word on a client's address is taken.")] = "127.0.0.1",
) -> None:
    """Serve the prompt pages and, once a key was made with `reconsent api-key add`, the product API, until Ctrl-C."""
    from consent_gate.service.keyring import Keyring
    from consent_gate.service.measured import Measured, api_called, page_called
    from consent_gate.service.metrics import Metrics
    from consent_gate.service.product import product_app
    from consent_gate.service.public import public_app
    from consent_gate.service.sealing import sealer
    from consent_gate.service.start import Bound
    from consent_gate.service.start import serve as run

    metrics = Metrics()
    with opened() as (gate, settings):
        keyring = Keyring.load(settings.keys)
        pages = Measured(public_app(gate, public_url=settings.public_url), metrics, "pages", page_called)
        bound = [Bound(app=pages, host=host or settings.host, port=port or settings.port)]
        typer.echo(f"prompt pages: http://{bound[0].host}:{bound[0].port}; their links begin with {settings.public_url}")
        if len(keyring):
            api = product_app(gate, keyring, public_url=settings.public_url, return_hosts=settings.return_hosts, metrics=metrics)
            bound.append(
                Bound(
                    app=Measured(api, metrics, "api", api_called, gate),
                    host=api_host or settings.api_host,
                    port=api_port or settings.api_port,
                )
            )
            typer.echo(f"product API: http://{bound[1].host}:{bound[1].port}")
        else:
            typer.echo("product API: not served, since it has no keys (`reconsent api-key add NAME` makes one)")
        run(bound, chore=sealer(gate, metrics), forwarded_allow_ips=forwarded_allow_ips)


@keys.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The program that gets it, as shop-backend.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help="check, record, delete, ask, answer, feed, due, link or erase; several times for several."
            " Where none is named, all but link and erase, which cannot be undone."
        ),
    ] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Make a key; it is shown this once. Servers that run take it at once; one that had no key at its start must be started anew."""
    from consent_gate.errors import KeysError
    from consent_gate.service.keyring import EVERYDAY, Scope, add_key
    from consent_gate.settings import load

    strangers = [one for one in scope or () if one not in set(Scope)]
    if strangers:
        raise KeysError(f"`{strangers[0]}` is no scope", hint=f"scopes are {', '.join(Scope)}")
    wanted = [Scope(one) for one in scope] if scope else list(EVERYDAY)
    key = add_key(load().keys, name, wanted)
    say(chosen(format, as_json), text=key, data={"name": name, "scopes": [str(one) for one in wanted], "key": key})


@keys.command("list")
def show(format: FormatOption = Format.TEXT, as_json: JsonOption = False) -> None:
    """Who has a key, and for what."""
    from consent_gate.service.keyring import list_keys
    from consent_gate.settings import load

    found = list_keys(load().keys)
    data = [{"name": one.name, "scopes": sorted(one.scopes)} for one in found]
    text = "\n".join(f"{one.name}  {', '.join(sorted(one.scopes))}" for one in found) or "no keys"
    say(chosen(format, as_json), text=text, data=data)


@keys.command("remove")
def remove(name: str, format: FormatOption = Format.TEXT, as_json: JsonOption = False) -> None:
    """Take a key away; what is asked with it from now on is refused."""
    from consent_gate.service.keyring import remove_key
    from consent_gate.settings import load

    remove_key(load().keys, name)
    say(
        chosen(format, as_json),
        text=f"the key `{name}` opens nothing any more",
        data={"name": name, "removed": True},
    )
