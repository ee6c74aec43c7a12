"""`acquis keys`: put what is sealed under new keys, and say which old keys nothing needs any more."""

from __future__ import annotations

import argparse
import json
import sys

#: Rows moved in one transaction.
BATCH = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis keys`."""
    words = parser.add_subparsers(dest="what", required=True, metavar="new|rotate|status")
    words.add_parser("new", help="make the next version of the keys; restart every server and worker after it")
    words.add_parser("rotate", help="put everything sealed under the newest keys; can be stopped and begun again")
    status = words.add_parser("status", help="what is still sealed under older keys")
    status.add_argument("--json", action="store_true", help="print the result as JSON, for a machine")


def run(args: argparse.Namespace) -> int:
    """0 when nothing is left under an older key, 1 when something is, 2 when the keys are not where they should be."""
    from acquis.site import startup

    with startup.database() as server:
        from acquis.people import crypto
        from acquis.site.postgres.roles import WORK

        startup.become(WORK, server)
        try:
            held = crypto.keys()
        except crypto.KeysMissing as error:
            print(f"acquis keys: {error}", file=sys.stderr)
            return 2
        if args.what == "new":
            version = max(held.newest_seal, held.newest_index) + 1
            crypto.make_keys(crypto.keys_folder(), version=version)
            print(f"Made keys of version {version} in {crypto.keys_folder()}. Keep a copy apart from the database's.")
            print("Now restart every server and worker, then run acquis keys rotate.")
            return 0
        if args.what == "rotate":
            _rotate()
        return _status(as_json=getattr(args, "json", False))


def _rotate() -> None:
    from acquis.kit import clock
    from acquis.kit.actor import system
    from acquis.people import actions

    moved = 0
    while step := actions.rotate_keys(batch=BATCH, by=system("acquis keys"), at=clock.now()):
        moved += step
        print(f"\r{moved:,} cells moved", end="", file=sys.stderr, flush=True)
    print(f"\r{moved:,} cells moved.", file=sys.stderr)


def _status(*, as_json: bool) -> int:
    from acquis.people import crypto, sealed

    left = sealed.left_behind()
    if as_json:
        print(json.dumps({"newest": crypto.keys().newest_seal, "left": left}, indent=1))
    else:
        print("Cells still under older keys, by column:")
        for column, rows in left.items():
            print(f"{rows:>12,}  {column}")
        print(
            f"{sum(left.values()):,} cells are still under older keys: do not destroy any."
            if any(left.values())
            else f"Everything sealed is under version {crypto.keys().newest_seal}. Older keys open nothing here any"
            " more; keep them as long as you keep backups made before."
        )
    return 1 if any(left.values()) else 0
