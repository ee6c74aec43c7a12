"""`acquis scaling`: the plan by which the tables are spread over several machines, by account."""

from __future__ import annotations

import argparse
import json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis scaling`."""
    words = parser.add_subparsers(dest="what", required=True, metavar="plan")
    plan = words.add_parser("plan", help="print the statements; nothing is run")
    plan.add_argument("--json", action="store_true", help="print places and statements as JSON, for a machine")


def run(args: argparse.Namespace) -> int:
    """0: the plan is printed."""
    from acquis.site import startup

    with startup.database() as server:
        from acquis.site import scaling
        from acquis.site.postgres.roles import WORK

        startup.become(WORK, server)
        found = scaling.tables()
        reshaping, spreading, narrowed = scaling.reshaping(found), scaling.spreading(found), scaling.narrowed(found)
    if args.json:
        places = {table.name: {"place": table.place, "column": table.column} for table in found}
        print(json.dumps({"tables": places, "reshape": reshaping, "spread": spreading, "narrowed": narrowed}, indent=1))
        return 0
    print("-- 1. On any PostgreSQL: keys that hold the account, links that stay on one node.")
    print("\n".join(f"{each};" for each in reshaping))
    print("\n-- 2. On Citus: what is copied to every node, what goes by account.")
    print("\n".join(f"{each};" for each in spreading))
    print("\n-- 3. Left on the first node:")
    print("\n".join(f"--    {table.name}" for table in found if table.place == scaling.Place.FIRST_NODE))
    print("\n-- 4. Unique among all accounts today, within an account once spread; see docs/scaling.md:")
    print("\n".join(f"--    {each}" for each in narrowed))
    return 0
