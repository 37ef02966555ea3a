"""`alur serve`: the pages and the interface, on one port."""

import socket
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import Annotated

from typer import BadParameter, Option, Typer

from api.cli import desk, output
from api.cli.first_run import found_if_new
from engine.actions.registry import actions
from engine.service.log_lines import written
from engine.service.queries import tally
from engine.settings import Settings

app = Typer(add_completion=False)

_LARGEST_HEAD = 48 * 1024
"""Bytes of a request before its body; what is shorter, yet too long, is answered by a page."""
_IDLE_SECONDS = 15
_STOP_SECONDS = 10
"""So long whoever is still being answered keeps a server from stopping."""

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@app.command()
def serve(
    *,
    host: Annotated[str | None, Option("--host", help="The address to listen on.")] = None,
    port: Annotated[
        int | None, Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = None,
    demo: Annotated[bool, Option("--demo", help="Fill an empty database first.")] = False,
) -> None:
    """Serve the pages and the interface until Ctrl-C."""
    settings = settings_with(desk.read_settings(), host=host, port=port, demo=demo)
    actions()  # a broken plug-in is told now, not by the first step that needs it
    with _listening(settings, port=settings.port if port is None else port) as listener:
        if settings.host not in _LOOPBACK:
            output.complain(
                "Passwords are not taken over plain http from other machines",
                "Let a proxy with https stand in front, and name it in ALUR_PROXIES.",
            )
        if settings.demo:
            _fill_if_empty(settings)
        found_if_new(settings)
        _run(settings, listener)


def settings_with(
    settings: Settings, *, host: str | None, port: int | None, demo: bool
) -> Settings:
    """The settings, with what the line says put first."""
    said = {"host": host, "port": port or None, "demo": demo or None}
    return settings.model_copy(
        update={name: value for name, value in said.items() if value is not None}
    )


def _listening(settings: Settings, *, port: int) -> socket.socket:
    """The port, taken at once: who asks while the demonstration loads is answered after it.

    Raises:
        BadParameter: the address is not this machine's, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, port), family=family, backlog=128)
    except OSError as error:
        raise BadParameter(
            f"{settings.host} port {port} cannot be listened on ({error.strerror or error});"
            " choose another --port"
        ) from None


def _fill_if_empty(settings: Settings) -> None:
    from api.cli.demo import USUAL_CASES, USUAL_END, USUAL_SEED, load_with_bar, tell  # noqa: PLC0415
    from engine.demo.load import end_of_day  # noqa: PLC0415  # only for a demonstration
    from engine.demo.play import Script  # noqa: PLC0415

    zone = settings.office_zone
    with desk.open_database(settings) as database:
        if tally(database).total:
            return
        script = Script(
            seed=USUAL_SEED,
            cases=USUAL_CASES,
            until=max(desk.now(), end_of_day(USUAL_END, zone)),
            zone=zone,
        )
        tell(load_with_bar(database, settings, script))


def _run(settings: Settings, listener: socket.socket) -> None:
    import uvicorn  # noqa: PLC0415  # only this command serves

    web_app = import_module("web.app")  # by name: pages lie above the interface
    leaving_server = import_module("web.live").LeavingServer
    settings = settings.model_copy(update={"port": listener.getsockname()[1]})  # the real one
    app = web_app.create_app(settings)
    Thread(target=web_app.warm_up, args=(app,), name="warm-up", daemon=True).start()
    config = uvicorn.Config(
        app,
        http=import_module("web.patience").PatientProtocol,
        log_config=None,  # the log is set up, and the application keeps the one of requests
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # the application believes proxies that the settings name
        server_header=False,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    output.say(f"Alur is at {address(listener)} (Ctrl-C stops it).", style="bold")
    with written(settings.log), suppress(KeyboardInterrupt):  # it has shut down by then
        leaving_server(config, app.state.live).run(sockets=[listener])


def address(listener: socket.socket) -> str:
    """Where a browser finds it."""
    host, port, *_ = listener.getsockname()
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
