"""`acquis law simulate`: what a change of law would do to a synthetic nation; needs NumPy and the rules alone."""

import argparse
import json
import sys
import time
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis law simulate`."""
    parser.add_argument(
        "--change",
        action="append",
        required=True,
        metavar="NAME=VALUE@YYYY-MM-DD",
        help="a parameter's new value, in its own unit, from a day on; may be repeated ('none': nothing fixed)",
    )
    parser.add_argument("--accounts", type=int, required=True, metavar="N", help="how many invented accounts")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same figures (1)")
    parser.add_argument("--years", type=int, default=10, metavar="Y", help="over how many years (10)")
    parser.add_argument("--threads", type=int, default=2, metavar="T", help="slices computed at once (2)")
    parser.add_argument("--json", action="store_true", help="print JSON for a machine")


def run(args: argparse.Namespace) -> int:
    """0 when the effects are told, 2 when the changes or the numbers are refused."""
    from acquis.insight.population import Population
    from acquis.insight.simulation import simulate
    from acquis.insight.written import as_json
    from acquis.rules import parse_change
    from acquis.site.progress import bars

    try:
        changes = [parse_change(text) for text in args.change]
        population = Population(args.accounts, args.seed)
        if args.threads < 1:
            raise ValueError(f"threads: must be 1 or more, not {args.threads}")
        started = time.perf_counter()
        with bars() as report:
            outcome = simulate(
                population,
                changes,
                years=args.years,
                threads=args.threads,
                told=lambda done: report("Simulating", done, args.accounts),
            )
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    seconds = time.perf_counter() - started
    told = as_json(outcome) | {"seconds": round(seconds, 3)}
    print(json.dumps(told, ensure_ascii=False) if args.json else _as_text(told))
    return 0


def _as_text(told: dict[str, Any]) -> str:
    accounts, seconds = told["accounts"], told["seconds"]
    lines = [
        f"{', '.join(told['changes'])}: {accounts:,} accounts, seed {told['seed']}, {seconds:.2f} s "
        f"({accounts / max(seconds, 1e-9) / 1e6:.2f} M accounts/s)"
    ]
    first = told["years"][0]["year"]
    spans = [(f"In {first}", told["first_year"])]
    if len(told["years"]) > 1:
        spans.append((f"From {first} to {told['years'][-1]['year']}", told["all_years"]))
    for title, effect in spans:
        everybody = effect["everybody"]
        lines += ["", f"{title}: {_group(everybody)}"]
        for dimension, groups in effect["groups"].items():
            lines.append(f"  by {dimension}:")
            for group in groups:
                name = told["region_names"][group["key"]] if dimension == "region" else group["key"]
                lines.append(f"    {name:<28} {group['accounts']:>12,} accounts: {_group(group)}")
    lines += ["", f"{'year':<6}{'rights credited':>22}{'rights used':>22}{'paid by holders':>22}   (changes, in euros)"]
    for year in told["years"]:
        moves = (year[f"{name}_after_cents"] - year[f"{name}_before_cents"] for name in ("credited", "used", "paid"))
        lines.append(f"{year['year']:<6}" + "".join(f"{_euros(move):>22}" for move in moves))
    return "\n".join(lines)


def _group(group: dict[str, Any]) -> str:
    return (
        f"{group['gainers']:,} gain {_euros(group['gained_cents'])}, {group['losers']:,} lose "
        f"{_euros(group['lost_cents'])}"
    )


def _euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"
