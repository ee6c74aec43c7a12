"""`acquis serve`: serve the pages and the API."""

from __future__ import annotations

import argparse
import sys

TOO_MUCH = (
    "Warning: the web serves under a role of the database that may do more than it needs. Give it the role acquis_web"
    " in ACQUIS_WEB_DATABASE_URL (docs/operations/configuration.md)."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis serve`."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--threads", type=int, default=8, help="threads in each process (default 8)")
    parser.add_argument("--with-worker", action="store_true", help="also run the worker of `acquis work`")


def run(args: argparse.Namespace) -> int:
    """0 after a clean stop; 1 when the tables are not of this version or a process cannot be kept alive."""
    from acquis.site import startup
    from acquis.site.config import config

    with startup.database() as server:
        from django.conf import settings
        from django.core.checks import ERROR, run_checks
        from django.core.management import call_command

        from acquis.catalogue.search.columns import machine
        from acquis.site import frontend, migration, privileges
        from acquis.site.postgres.roles import WEB, WORK
        from acquis.site.supervisor import Supervisor, command, web_command

        errors = [found for found in run_checks(include_deployment_checks=True) if found.level >= ERROR]
        if errors:
            print("\n".join(str(found) for found in errors), file=sys.stderr)
            return 1
        if migration.pending() or (server is not None and not privileges.provisioned()):
            print("The database's tables are not of this version: run `acquis migrate` first.", file=sys.stderr)
            return 1
        if not startup.address_of(WEB, server) and (excess := privileges.excess()):
            print(f"{TOO_MUCH} It {', '.join(excess)}.", file=sys.stderr)
        machine.make(wait=False)
        if settings.HASHED:
            frontend.build(say=lambda text: print(text, file=sys.stderr))
            call_command("collectstatic", interactive=False, verbosity=0)
        say = Supervisor(server, say=lambda text: print(text, file=sys.stderr))
        say.listen()
        logs = config().home / "logs"
        try:
            web = web_command(host=args.host, port=args.port, workers=args.workers, threads=args.threads)
            say.add("The web server", web, logs / "web.log", startup.environment_of(WEB, server))
            if args.with_worker:
                say.add("The worker", command("work"), logs / "worker.log", startup.environment_of(WORK, server))
            print(f"Serving {config().site_url} from {args.host}:{args.port}", file=sys.stderr)
            return say.run()
        finally:
            say.stop()
