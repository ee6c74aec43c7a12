"""Choosing changes of the law to try: which parameter, which value, from when. The address holds all that is chosen.

So it can be shared, gone back to, and used without a script.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from acquis.insight import actions
from acquis.insight import queries as insight
from acquis.insight.queries import Changeable
from acquis.insight.types import AT_ONCE
from acquis.kit.clock import day_of
from acquis.rules import Change, WrongChange, change, parse_change
from acquis.rules.changes import NONE
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.session import Request

from .values import changed_value, typed, unit_words, value_words

#: How many accounts a simulation may have: value and what it costs in time.
SAMPLES = (200_000, 2_000_000, 40_100_000)
YEARS = (1, 5, 10, 20)
DEFAULT_YEARS = 10
#: More changes at once could not be told apart in an outcome.
MOST_CHANGES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A change as the page shows it, and the page's address without it."""

    text: str
    label: str
    before: str
    after: str
    since: date
    article: str
    without: str


@reads(Audience.STATE)
def show(request: Request) -> HttpResponse:
    """The changes chosen so far; a parameter to change if one is asked for (`p`), else all that may be."""
    today = day_of(request.at)
    changes = read_changes(request.GET)
    parameter = insight.one_changeable(request.GET.get("p", ""), today)
    errors: dict[str, str] = {}
    given = {name: request.GET.get(name, "").strip() for name in ("value", "since", "nothing")}
    if parameter is not None and ("value" in request.GET or given["nothing"]):
        added, errors = _read(given, parameter)
        if added is not None:
            kept = [each for each in changes if (each.name, each.since) != (added.name, added.since)]
            return see_other(address([*kept, added][-MOST_CHANGES:]))
    latest = insight.simulations(by=actor_of(request), limit=10)
    return page(
        request,
        "state/reform.html",
        status=422 if errors else 200,
        groups=insight.changeable(today),
        group_words=_group_words(),
        parameter=parameter,
        given=given,
        first_day=date(today.year + 1, 1, 1),
        chosen=chosen(changes, today),
        latest=[(each, told(each, today)) for each in latest],
        samples=_samples(),
        years=[(str(each), _("1 an") if each == 1 else _("%(n)s ans") % {"n": each}) for each in YEARS],
        default_years=DEFAULT_YEARS,
        errors=errors,
        value_words=value_words,
        unit_words=unit_words,
        to_change=lambda name: address(changes, p=name) + "#changer",
        here=address(changes),
    )


@writes(Audience.STATE)
def ask(request: Request) -> HttpResponse:
    """Ask for the simulation; a small one is computed before the answer."""
    by, changes = actor_of(request), read_changes(request.POST)
    accounts = _number(request.POST.get("accounts", ""), default=SAMPLES[0])
    years = _number(request.POST.get("years", ""), default=DEFAULT_YEARS)
    seed = _number(request.POST.get("seed", ""), default=1)
    simulation_id = actions.request_simulation(
        changes=changes, accounts=accounts, seed=seed, years=years, by=by, at=request.at
    )
    card = insight.simulation(simulation_id, by=by)
    if card is not None and card.outcome is None and accounts * years <= AT_ONCE:
        actions.compute_simulation(simulation_id=simulation_id, by=by, at=request.at)
    return see_other(f"/etat/simulations/{simulation_id}")


def read_changes(given: QueryDict) -> list[Change]:
    """The changes of an address or a form, the wrong ones left out; twice the same is once."""
    found: dict[tuple[str, date], Change] = {}
    for text in given.getlist("c")[: 2 * MOST_CHANGES]:
        try:
            one = parse_change(text)
        except WrongChange:
            continue
        found[one.name, one.since] = one
    return list(found.values())[:MOST_CHANGES]


def address(changes: list[Change], **more: str) -> str:
    """The page's address with these changes chosen."""
    words = urlencode([("c", str(each)) for each in changes] + list(more.items()))
    return f"/etat?{words}" if words else "/etat"


def told(simulation: insight.SimulationCard, today: date) -> str:
    """The changes of a simulation on one line."""
    return " ; ".join(
        _("%(label)s : %(value)s") % {"label": each.label, "value": each.after}
        for each in (_chosen(change, [], today) for change in simulation.changes)
    )


def chosen(changes: list[Change], today: date) -> list[Chosen]:
    """Each change as the pages show it."""
    return [_chosen(each, changes, today) for each in changes]


def _chosen(one: Change, changes: list[Change], today: date) -> Chosen:
    parameter = insight.one_changeable(one.name, today)
    without = address([each for each in changes if each != one])
    if parameter is None:
        return Chosen(
            text=str(one),
            label=one.full_name,
            before="",
            after=str(one.value),
            since=one.since,
            article="",
            without=without,
        )
    return Chosen(
        text=str(one),
        label=parameter.now.label,
        before=value_words(parameter.now.value, parameter.now.unit),
        after=changed_value(one, parameter),
        since=one.since,
        article=parameter.now.article,
        without=without,
    )


def _read(given: dict[str, str], parameter: Changeable) -> tuple[Change | None, dict[str, str]]:
    """The change typed in the form, or what is wrong with it, by field."""
    errors: dict[str, str] = {}
    unit = parameter.now.unit
    try:
        value = NONE if given["nothing"] else typed(given["value"], parameter)
        change(parameter.full_name, value, "2027-01-01")
    except ValueError:
        errors["value"] = {
            "centimes": _("Écrivez un montant en euros, par exemple 900 ou 512,50."),
            "pour cent": _("Écrivez un nombre entier entre 0 et 100."),
            "oui ou non": _("Choisissez oui ou non."),
        }.get(unit, _("Écrivez un nombre entier, par exemple 30."))
    try:
        day = date.fromisoformat(given["since"])
        insight.require_start(day)
    except ValueError:
        errors["since"] = _("Indiquez un jour entre le 01/01/%(first)s et le 31/12/%(last)s.") % {
            "first": insight.first_start().year,
            "last": insight.last_start().year,
        }
    return (None, errors) if errors else (change(parameter.full_name, value, given["since"]), {})


def _group_words() -> dict[str, str]:
    return {
        "credit": _("Droits crédités chaque année, et plafonds du compte"),
        "account": _("Âge de fin"),
        "participation": _("Participation à chaque achat"),
        "purchase": _("Plafonds par type de formation"),
    }


def _samples() -> list[tuple[str, str, str]]:
    hints = (
        _("La réponse est immédiate ; la marge d’erreur est indiquée."),
        _("Quelques dizaines de secondes, avec une marge d’erreur trois fois plus petite."),
        _("Toute la population, en quelques minutes : aucune erreur d’échantillon."),
    )
    return [(str(size), _accounts(size), hint) for size, hint in zip(SAMPLES, hints, strict=True)]


def _accounts(size: int) -> str:
    if size < 1_000_000:
        return _("%(n)s 000 comptes") % {"n": size // 1_000}
    figure = f"{size / 1_000_000:g}".replace(".", ",")
    return _("%(n)s millions de comptes") % {"n": figure}


def _number(text: str, *, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else default
