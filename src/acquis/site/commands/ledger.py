"""`acquis ledger`: verify what the ledger sealed, publish its anchors, verify a statement without any database."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from acquis.ledger.statements import Verdict

#: Which files are meant, for who gave another one.
EXPECTED = (
    "a statement is the JSON file of « Télécharger avec ses preuves »,"
    " the anchors are those of /api/open/v1/ledger/anchors"
)

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
    except ValueError as error:
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
    """What a JSON file holds. Raises ValueError with a sentence when it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"{path}: there is no such file") from None
    except OSError as error:
        raise ValueError(f"{path}: the file cannot be opened ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path}: this is not a text file, so it is not one of ours ({EXPECTED})") from None
    except json.JSONDecodeError as error:
        raise ValueError(
            f"{path}: the file was cut or changed: it cannot be read from line {error.lineno}, column {error.colno}."
            f" Get it again ({EXPECTED})"
        ) from None
    except (ValueError, RecursionError):
        raise ValueError(f"{path}: the file was changed: it cannot be read ({EXPECTED})") from None


def _verify_statement(statement: Any, anchors: Any, *, as_json: bool) -> int:
    from acquis.ledger.statements import verify

    verdict = verify(statement, anchors)
    if as_json:
        print(json.dumps(asdict(verdict) | {"holds": verdict.holds}, indent=1))
    else:
        _print([*verdict.wrong])
        print(_sentence(verdict))
    return 0 if verdict.holds else 1


def _sentence(verdict: Verdict) -> str:
    """The verdict in words: what was proved, whether the statement is whole, and what it comes to."""
    told = f"{'true' if verdict.holds else 'false'}: {verdict.proved} transfers are in the ledger as it was published"
    told += f", {verdict.waiting} were written since." if verdict.waiting else "."
    if not verdict.proved and not verdict.wrong:
        told += " Nothing here can be proved yet: the anchor of a day is published the day after."
    if verdict.wrong:
        return told
    if verdict.whole is None:
        return f"{told} Nothing tells whether a transfer is missing: the file does not say what the purses hold."
    if verdict.whole:
        told += f" None is missing: they make the {' and '.join(verdict.totals) or 'nothing'} that the purses hold."
        told += " Compare this with the balance of the statement on paper."
    return told


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
