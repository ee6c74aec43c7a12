"""`acquis work`: run the worker, which does what the calendar and the journal ask."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis work`."""
    parser.add_argument("--once", action="store_true", help="stop when nothing more is due")
    parser.add_argument(
        "--polling", type=float, default=5.0, metavar="SECONDS", help="how often to look for work that became due"
    )


def run(args: argparse.Namespace) -> int:
    """0 when the worker stopped as it was told."""
    from acquis.site import startup

    with startup.database() as server:
        from acquis.site import worker
        from acquis.site.postgres.roles import WORK

        startup.become(WORK, server)
        worker.run(wait=not args.once, polling=args.polling)
    return 0
