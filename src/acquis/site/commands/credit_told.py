"""What `acquis credit` prints of a run and of its reconciliation, for a person or for a machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from acquis.crediting.types import Band, Reason, Reconciliation, RunCard, Totals
    from acquis.rules import Regime


def sentence(reason: StrEnum, **details: object) -> str:
    """A refusal in English."""
    from django.utils import translation

    from acquis.web.refusals import sentence_of

    with translation.override("en"):
        return sentence_of(reason, **details)


def why(word: str) -> str:
    """Why rows gave nothing, in English, from the word under which they are counted."""
    from acquis.accounts.types import Refusal as AccountRefusal
    from acquis.rules import Refusal as LawRefusal

    for kind in (AccountRefusal, LawRefusal):
        if word in set(kind):
            return sentence(kind(word))
    return word


def print_run(card: RunCard, *, as_json: bool, report: Reconciliation | None = None) -> None:
    """What the run gave, or would: by regime and reason, what gave nothing and why, how many received how much."""
    from acquis.crediting import queries
    from acquis.crediting.types import Phase

    phase = Phase.DONE if card.executed.years or card.state == "done" else Phase.FORESEEN
    totals = card.executed if phase is Phase.DONE else card.foreseen
    bands, refused = queries.bands(card.id, phase), queries.refused(card.id, phase)
    lines = queries.tallies(card.id, phase)
    if as_json:
        told: dict[str, Any] = {
            "run": card.number,
            "kind": card.kind,
            "year": card.year,
            "state": card.state,
            "phase": phase,
            "totals": asdict(totals),
            "parts": [
                {"regime": line.regime, "reason": line.reason, "department": line.department} | asdict(line.totals)
                for line in queries.departments(card.id, phase)
            ],
            "bands": [asdict(band) for band in bands],
            "refused": {each.reason: each.rows for each in refused},
        }
        if report is not None:
            told["reconciliation"] = plain_report(report)
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    from acquis.rules import Regime

    console = Console()
    title = f"Run {card.number}, {card.kind} {card.year}: {card.state}"
    in_hours = [line for line in lines if line.regime is Regime.PUBLIC_AGENT]
    lines = [line for line in lines if line.regime is not Regime.PUBLIC_AGENT]
    table = Table("", *[line.regime.value + " " + line.reason.value for line in lines], "all", title=title)
    for word, figure in _FIGURES:
        table.add_row(word, *[figure(line.totals) for line in lines], figure(totals))
    console.print(table)
    for line in in_hours:
        of = line.totals
        console.print(
            f"{line.regime} {line.reason}: {of.years:,} year{'s' if of.years != 1 else ''},"
            f" {of.moving:,} of which change,"
            f" {of.given_cents / 100:,.0f} hours given,"
            f" {of.taken_cents / 100:,.0f} taken back, {of.shortfall_cents / 100:,.0f} used already.",
            markup=False,
        )
    console.print(f"{totals.unchanged:,} years known already, {totals.refused:,} rows refused.")
    for each in refused:
        console.print(f"  {each.rows:>10,}  {why(each.reason)}", markup=False)
    for told_band in distribution(bands):
        console.print(told_band, markup=False)


def distribution(bands: Sequence[Band]) -> list[str]:
    """How many years move how much, a line a band; where there is but one, a sentence, since a bar compares nothing."""
    from acquis.crediting.queries import BAND_CENTS

    spans = [f"from {_euros(band.from_cents)} to under {_euros(band.from_cents + BAND_CENTS)}" for band in bands]
    if len(bands) == 1:
        years = bands[0].years
        said = f"All {years:,} years that change move" if years > 1 else "The one year that changes moves"
        return [f"{said} an amount {spans[0]}."]
    widest, most = max(map(len, spans), default=0), max((band.years for band in bands), default=1)
    lines = [
        f"  {span:<{widest}} {band.years:>12,}  {'█' * max(1, band.years * 50 // most)}"
        for span, band in zip(spans, bands, strict=True)
    ]
    return ["How many years move how much:", *lines] if lines else []


def _euros(cents: int) -> str:
    from acquis.kit.money import euros

    return euros(cents, language="en")


_FIGURES: tuple[tuple[str, Callable[[Totals], str]], ...] = (
    ("years", lambda totals: f"{totals.years:,}"),
    ("of which change", lambda totals: f"{totals.moving:,}"),
    ("given", lambda totals: _euros(totals.given_cents)),
    ("taken back", lambda totals: _euros(totals.taken_cents)),
    ("cut by ceilings", lambda totals: _euros(totals.cut_cents)),
    ("shortfall", lambda totals: _euros(totals.shortfall_cents)),
)


def print_report(report: Reconciliation) -> None:
    """What was read in four places, part by part, and the accounts that differ."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("part", title=f"Run {report.number}, read in four places")
    for word in ("facts", "journal", "ledger", "balances"):
        table.add_column(word, justify="right", no_wrap=True)
    table.add_column("")
    sums: dict[tuple[Regime, Reason], list[int]] = {}
    for line in report.lines:
        figures = [line.facts_cents, line.journal_cents, line.ledger_cents, line.balances_cents]
        key = (line.regime, line.reason)
        sums[key] = [a + b for a, b in zip(sums.get(key, [0] * 4), figures, strict=True)]
        if not line.agrees:
            of = " ".join((*key, line.department or "department not known"))
            table.add_row(of, *[_in_unit(line.regime, figure) for figure in figures], "✗")
    for key, figures in sums.items():
        told = [_in_unit(key[0], figure) for figure in figures]
        table.add_row(" ".join(key), *told, "✓" if len(set(figures)) == 1 else "✗")
    console.print(table)
    for each in report.differences:
        console.print(
            f"account {each.account_id}, in cents or hundredths of an hour: facts {each.facts_cents:,}, "
            f"ledger {each.ledger_cents:,}, balances {each.balances_cents:,}",
            markup=False,
        )
    console.print("Facts, journal, ledger and balances agree." if report.agrees else "They do NOT agree.")


def _in_unit(regime: Regime, figure: int) -> str:
    from acquis.rules import Regime

    return f"{figure / 100:,.2f} h" if regime is Regime.PUBLIC_AGENT else _euros(figure)


def plain_report(report: Reconciliation) -> dict[str, Any]:
    """The same for a machine."""
    return {"agrees": report.agrees} | asdict(report)
