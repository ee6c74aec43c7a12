"""`acquis check`: verify what must always be true, in every context, and name what is not."""

from __future__ import annotations

import argparse
import json
import sys

#: Findings printed for one broken invariant; `--json` prints them all.
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis check`."""
    parser.add_argument("--json", action="store_true", help="print every result as JSON, for a machine")
    parser.add_argument("only", nargs="*", metavar="NAME", help="check only the invariants whose name begins so")


def run(args: argparse.Namespace) -> int:
    """0 when all holds, 1 when something is broken, 2 when no such invariant is known, or it is too early to ask."""
    from acquis.site import demonstration, startup
    from acquis.site.config import config

    with startup.database() as server:
        if demonstration.being_filled(config().home):
            print(
                "The demonstration is still being filled: check again when it has shown its address.", file=sys.stderr
            )
            return 2
        from acquis.site.invariants import verify
        from acquis.site.postgres.roles import WORK

        startup.become(WORK, server)
        results = verify(tuple(args.only))
    if args.json:
        print(json.dumps({"ok": not any(results.values()), "checks": results}, ensure_ascii=False, indent=1))
    else:
        for name, findings in results.items():
            print(f"{'✗' if findings else '✓'} {name}")
            for finding in findings[:SHOWN]:
                print(f"    {finding}")
            if len(findings) > SHOWN:
                print(f"    and {len(findings) - SHOWN} more")
        broken = [name for name, findings in results.items() if findings]
        print(
            f"{len(results) - len(broken)} of {len(results)} hold."
            + (f" Broken: {', '.join(broken)}." if broken else "")
        )
    if not results:
        return 2
    return 1 if any(results.values()) else 0
