"""`acquis demo`: the whole product on this machine, over an invented country."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

_SEED = 2026


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis demo`."""
    parser.add_argument("--reset", action="store_true", help="erase the demonstration's data and begin anew")
    parser.add_argument("--port", type=int, default=8000, help="the port of the pages (default 8000, or the next free)")
    parser.add_argument("--seed", type=int, default=_SEED, help="fill another country, the same from the same number")
    parser.add_argument("--size", type=float, default=1.0, help="size of the country: 1 is about 2,000 holders")
    parser.add_argument("--fill-only", action="store_true", help="prepare the data and stop, without serving")


def run(args: argparse.Namespace) -> int:
    """0 after a clean stop; 1 when the demonstration cannot be shown here, with the reason."""
    os.environ["ACQUIS_DEMO"] = "true"
    from acquis.site import demonstration
    from acquis.site.config import config
    from acquis.site.postgres.binaries import ServerUnavailable
    from acquis.site.startup import CannotStart

    config.cache_clear()
    home = config().home
    home.mkdir(parents=True, exist_ok=True)
    try:
        with demonstration.alone(home):
            return _show(args, home)
    except (CannotStart, ServerUnavailable) as error:
        _say(str(error))
        return 1


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _show(args: argparse.Namespace, home: Path) -> int:
    from acquis.catalogue.search.columns import machine
    from acquis.site import demonstration, frontend, startup
    from acquis.site.config import config

    given = bool(config().database_url)
    if args.reset:
        demonstration.erase(home, None if given else startup.embedded(home))
    demonstration.prepare(home)
    port = _free_port(args.port)
    if not os.environ.get("ACQUIS_SITE_URL"):
        os.environ["ACQUIS_SITE_URL"] = f"http://127.0.0.1:{port}"
    # The identity provider is this very server, and on a busy machine it may have to wait for itself.
    os.environ.setdefault("ACQUIS_IDENTITY_TIMEOUT", "15")
    frontend.build(say=_say)
    with startup.database() as server:
        # While the country is filled.
        machine.make(wait=False)
        from acquis.site.demo import fill
        from acquis.site.progress import bars

        began = time.monotonic()
        if args.reset or demonstration.seed_of() is None:
            _say("Filling the country; the first time takes a minute or two.")
        with bars() as report:
            sized = partial(fill, scale=args.size)
            filled = demonstration.ensure_filled(
                seed=args.seed, ours=not given, anew=args.reset, fill=sized, report=report
            )
        if filled:
            _say(f"The country is there ({time.monotonic() - began:.0f} s).")
        if args.fill_only:
            return 0
        return _serve(port, home, server)


def _serve(port: int, home: Path, server: object) -> int:
    from acquis.site import startup
    from acquis.site.config import config
    from acquis.site.postgres.roles import WEB, WORK
    from acquis.site.postgres.server import EmbeddedServer
    from acquis.site.supervisor import Supervisor, command, web_command

    assert server is None or isinstance(server, EmbeddedServer)
    supervisor = Supervisor(server, say=_say)
    supervisor.listen()
    try:
        web = web_command(host="127.0.0.1", port=port, workers=1, threads=8, patience=3)
        supervisor.add("The web server", web, home / "logs" / "web.log", startup.environment_of(WEB, server))
        work = command("work", "--polling", "1")
        supervisor.add("The worker", work, home / "logs" / "worker.log", startup.environment_of(WORK, server))
        url = config().site_url
        if code := supervisor.run(until=lambda: _answers(f"http://127.0.0.1:{port}/healthz/live")):
            return code
        print(_welcome(url, home, server), flush=True)
        code = supervisor.run()
        _say("Stopping.")
        return code
    finally:
        supervisor.stop()


def _free_port(wanted: int) -> int:
    """The port asked for, or the next one nobody listens on."""
    from acquis.site.startup import CannotStart

    for port in range(wanted, min(wanted + 50, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            if port != wanted:
                _say(f"Port {wanted} is taken; using {port}.")
            return port
    raise CannotStart(f"No free port from {wanted} on.")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _welcome(url: str, home: Path, server: object) -> str:
    from acquis.site.personas import lines

    data = getattr(server, "data", None)
    return "\n".join(
        [
            "",
            "  Acquis, the demonstration",
            "",
            f"  Open     {url}",
            "  Sign in  with the button of any page; no password is asked. You may be:",
            *(f"           {line}" for line in lines()),
            f"  Data     {data or 'the server of ACQUIS_DATABASE_URL'}",
            f"  Logs     {home / 'logs'}",
            "  Stop     Ctrl-C; the data stays. `demo --reset` begins anew.",
            "",
        ]
    )
