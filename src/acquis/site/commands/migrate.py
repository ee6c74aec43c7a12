"""`acquis migrate`: bring the tables of the database to this version."""

from __future__ import annotations

import argparse
import json
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis migrate`."""
    parser.add_argument("--json", action="store_true", help="print what was applied as JSON, for a machine")


def run(args: argparse.Namespace) -> int:
    """0 when the tables are those of this version and the roles that serve have their rights; 1 when one is missing."""
    from acquis.site import startup

    with startup.database():
        from acquis.site.migration import migrate
        from acquis.site.privileges import RolesMissing

        try:
            applied = migrate()
        except RolesMissing as error:
            print(f"acquis migrate: the tables are of this version, but: {error}", file=sys.stderr)
            return 1
    if args.json:
        print(json.dumps({"applied": applied}))
    else:
        print("\n".join([*applied, f"{len(applied)} migrations applied."] if applied else ["Nothing to do."]))
    return 0
