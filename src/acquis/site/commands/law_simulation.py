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


#: The words of the groups; ages and regions say themselves.
WORDS = {
    "employee": "employees",
    "esat": "workers of sheltered workplaces",
    "self_employed": "self-employed",
    "public_agent": "public agents",
    "idle": "without activity",
    "none": "neither low qualified nor disabled",
    "low_qualified": "low qualified",
    "oeth": "disabled workers",
    "both": "low qualified and disabled",
}
#: A value that does not reach the people of two groups, and the one that does.
APART = {
    "low_qualified_cents": "oeth_and_low_qualified_cents",
    "oeth_uplift_cents": "oeth_and_low_qualified_cents",
}


def _as_text(told: dict[str, Any]) -> str:
    accounts, seconds = told["accounts"], told["seconds"]
    lines = [
        f"{', '.join(told['changes'])}: {accounts:,} invented accounts, seed {told['seed']}, {seconds:.2f} s "
        f"({accounts / max(seconds, 1e-9) / 1e6:.2f} M accounts/s)",
        f"People and euros below are those of the sample; the nation has {told['nation_accounts']:,} accounts.",
    ]
    changed = {change.partition("=")[0].rpartition(".")[2] for change in told["changes"]}
    for name, other in APART.items():
        if name in changed and other not in changed:
            lines.append(f"People both low qualified and disabled have their own value: change {other} to reach them.")
    first = told["years"][0]["year"]
    spans = [(f"In {first}", told["first_year"])]
    if len(told["years"]) > 1:
        spans.append((f"From {first} to {told['years'][-1]['year']}", told["all_years"]))
    for title, effect in spans:
        lines += ["", f"{title}: {_group(effect['everybody'])}"]
        for dimension, groups in effect["groups"].items():
            touched = [group for group in groups if group["gainers"] or group["losers"]]
            others = len([group for group in groups if group["accounts"]]) - len(touched)
            if touched:
                lines.append(f"  by {dimension}{f' ({others} more untouched)' if others else ''}:")
            for group in touched:
                name = _named(dimension, group["key"], told)
                lines.append(f"    {name:<36} {group['accounts']:>12,} accounts: {_group(group)}")
    if len(spans) > 1:
        lines += [
            "",
            "Groups are those of the beginning; whoever turns 70 is replaced by somebody of 18 without rights.",
        ]
        if told["all_years"]["everybody"]["gainers"] < told["first_year"]["everybody"]["gainers"]:
            lines.append("Rights stop at their ceiling: some who gain at first end the years with the same sum.")
    heads = ("rights credited", "since the first year", "rights used", "paid by holders")
    lines += ["", f"{'year':<6}" + "".join(f"{head:>22}" for head in heads) + "   (changes)"]
    since = 0
    for year in told["years"]:
        credited, used, paid = (
            year[f"{name}_after_cents"] - year[f"{name}_before_cents"] for name in ("credited", "used", "paid")
        )
        since += credited
        lines.append(f"{year['year']:<6}" + "".join(f"{_euros(move):>22}" for move in (credited, since, used, paid)))
        if credited < 0 < since:
            lines[-1] += "   fewer credits: accounts are full sooner; nothing is taken back"
    return "\n".join(lines)


def _named(dimension: str, key: str, told: dict[str, Any]) -> str:
    if dimension == "region":
        return str(told["region_names"][key])
    if dimension == "age":
        groups = [int(group["key"]) for group in told["first_year"]["groups"]["age"]]
        later = [first for first in groups if first > int(key)]
        return f"{key} to {min(later) - 1}" if later else f"{key} and more"
    return WORDS.get(key, key)


def _group(group: dict[str, Any]) -> str:
    parts = []
    if group["gainers"]:
        parts.append(f"{group['gainers']:,} gain {_euros(group['gained_cents'])}")
    if group["losers"]:
        parts.append(f"{group['losers']:,} lose {_euros(group['lost_cents'])}")
    return ", ".join(parts) or "nobody gains or loses"


def _euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}€{abs(cents) // 100:,}.{abs(cents) % 100:02d}"
