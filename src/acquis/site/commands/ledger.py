"""`acquis ledger`: verify what the ledger sealed, publish its anchors, verify a statement without any database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

#: Findings printed for people; `--json` prints them all.
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis ledger`."""
    words = parser.add_subparsers(dest="what", required=True, metavar="verify|verify-statement|anchors|seal")
    verify = words.add_parser("verify", help="read every sealed transfer again; exits 1 and names what changed")
    verify.add_argument("--anchors", type=Path, metavar="FILE", help="anchors kept elsewhere, to compare ours with")
    one = words.add_parser("verify-statement", help="whether a statement is in the ledger as published; no database")
    one.add_argument("file", type=Path, metavar="FILE", help="the sealed statement, as exported")
    one.add_argument("--anchors", type=Path, metavar="FILE", required=True, help="the published anchors")
    words.add_parser("anchors", help="print the anchors, as /api/open/v1/ledger/anchors publishes them")
    seal = words.add_parser("seal", help="seal and anchor now, without waiting for the worker")
    for word in (verify, one, seal):
        word.add_argument("--json", action="store_true", help="print the result as JSON, for a machine")


def run(args: argparse.Namespace) -> int:
    """0 when all holds, 1 when something does not, 2 when a file cannot be read."""
    try:
        anchors = _read(args.anchors) if getattr(args, "anchors", None) else None
        statement = _read(args.file) if args.what == "verify-statement" else None
    except (OSError, ValueError) as error:
        print(f"acquis ledger: {error}", file=sys.stderr)
        return 2
    if args.what == "verify-statement":
        return _verify_statement(statement, anchors, as_json=args.json)
    from acquis.site import startup

    with startup.database() as server:
        from acquis.site.postgres.roles import WORK

        startup.become(WORK, server)
        if args.what == "anchors":
            from acquis.ledger import queries

            print(json.dumps(queries.published(queries.anchors()), indent=1))
            return 0
        return _seal(as_json=args.json) if args.what == "seal" else _verify(anchors, as_json=args.json)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text())
    except ValueError as error:
        raise ValueError(f"{path} is not JSON: {error}") from None


def _verify_statement(statement: Any, anchors: Any, *, as_json: bool) -> int:
    from acquis.ledger.statements import verify

    verdict = verify(statement, anchors)
    if as_json:
        told = {"holds": verdict.holds, "proved": verdict.proved, "waiting": verdict.waiting, "wrong": verdict.wrong}
        print(json.dumps(told, indent=1))
    else:
        _print([*verdict.wrong])
        print(
            f"{'true' if verdict.holds else 'false'}: {verdict.proved} transfers are in the ledger as it was published",
            end="",
        )
        print(f", {verdict.waiting} were written since." if verdict.waiting else ".")
    return 0 if verdict.holds else 1


def _verify(anchors: Any, *, as_json: bool) -> int:
    from acquis.ledger import queries
    from acquis.ledger.statements import chain
    from acquis.site.progress import bars

    wrong = chain(anchors)[1] if anchors is not None else []
    if wrong:
        _print(wrong)
        return 2
    kept = {each["number"]: each["digest"] for each in anchors["anchors"]} if anchors is not None else {}
    blocks = 0

    with bars() as report:

        def told(done: int, total: int) -> None:
            nonlocal blocks
            blocks = total
            report("Verifying blocks", done, total)

        found = list(queries.broken_seals(published=kept, report=told))
    if as_json:
        print(json.dumps({"holds": not found, "blocks": blocks, "findings": found}, indent=1))
    else:
        _print([f"{each['where']} {each['number']}: {each['what']}" + _row(each) for each in found])
        print(
            "The ledger is as it was sealed." if not found else "The ledger is NOT as it was sealed.",
            f"{blocks} blocks read.",
        )
    return 1 if found else 0


def _row(found: dict[str, Any]) -> str:
    told = [f"{name} {found[name]}" for name in ("id", "owner") if name in found]
    return f" ({', '.join(told)})" if told else ""


def _seal(*, as_json: bool) -> int:
    from acquis.kit import clock
    from acquis.kit.actor import system
    from acquis.ledger import actions

    done: dict[str, Any] = {"by": system("ledger.seal"), "at": clock.now()}
    # Twice, because a roll-up passes what was written before the cut of the one before it.
    actions.roll_up(**done)
    actions.roll_up(**done)
    sealed = 0
    while rows := actions.seal(**done):
        sealed += rows
    number = actions.anchor(**done)
    print(
        json.dumps({"sealed": sealed, "anchor": number})
        if as_json
        else f"{sealed} transfers in full blocks; anchor {number}."
    )
    return 0


def _print(lines: list[str]) -> None:
    for line in lines[:SHOWN]:
        print(f"✗ {line}")
    if len(lines) > SHOWN:
        print(f"  and {len(lines) - SHOWN} more")
