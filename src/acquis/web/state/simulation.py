"""What a simulation found: a sentence, who gains and who loses, what it costs year by year, and on what it rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from acquis.insight import actions
from acquis.insight import queries as insight
from acquis.insight.queries import SimulationCard, for_the_nation
from acquis.insight.types import Dimension, Effect, GainClass, Group, Outcome, SimulationId
from acquis.kit.clock import day_of
from acquis.web.design.written import euros_plain, number
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.session import Request
from acquis.web.sheets import csv_file

from . import charts, reform
from .values import large_euros, millions, people, value_words

#: Which part of the years is shown, in the address.
ALL_YEARS = "tout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One group, ready to be read: people of the nation, and amounts in cents."""

    words: str
    group: Group
    bar: charts.Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One year in cents of the nation: what more is credited in it, and since the first one; what more is spent."""

    year: int
    more: int
    since: int
    before: int
    after: int
    spent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One dimension: its title, and its groups."""

    dimension: Dimension
    rows: tuple[Row, ...]


@reads(Audience.STATE)
def show(request: Request, simulation_id: UUID) -> HttpResponse:
    card, today = _card(request, simulation_id), day_of(request.at)
    shown: dict[str, Any] = {
        "card": card,
        "chosen": reform.chosen(list(card.changes), today),
        "again": reform.address(list(card.changes)),
        "percent": card.done_accounts * 100 // card.accounts,
    }
    if card.outcome is None:
        return page(request, "state/waiting.html", **shown)
    outcome = card.outcome
    whole = request.GET.get("duree") == ALL_YEARS and len(outcome.years) > 1
    effect = outcome.all_years if whole else outcome.first_year
    classes = charts.changed(effect.classes)
    return page(
        request,
        "state/simulation.html",
        **shown,
        outcome=outcome,
        whole=whole,
        effect=effect,
        span=_span(outcome, whole),
        sentence=_sentence(outcome, effect, whole),
        margin_cents=insight.margin_cents(effect, outcome.accounts),
        tables=[_table(each, effect) for each in Dimension],
        map=charts.tiles(effect.groups[Dimension.REGION]),
        year_chart=charts.columns(
            [
                (str(each.year), *_figured(each.credited_after_cents - each.credited_before_cents, outcome))
                for each in outcome.years
            ]
        ),
        years=_years(outcome),
        turn=_turn(outcome),
        classes=[(_class_words(each), each) for each in classes],
        class_chart=charts.columns(
            [
                (_class_short(each), _signed(each) * each.accounts, number(_people(each.accounts, outcome)))
                for each in classes
            ]
        ),
        words_of=_key_words,
        shares=list(insight.shares().values()),
        nation=insight.nation_accounts(),
        people=lambda count: _people(count, outcome),
        cents=lambda amount: for_the_nation(amount, outcome.accounts),
        large=large_euros,
        millions=millions,
        value_words=value_words,
    )


@writes(Audience.STATE)
def observe(request: Request, simulation_id: UUID) -> HttpResponse:
    """Look at the real accounts too, in sums alone."""
    actions.observe_accounts(simulation_id=SimulationId(simulation_id), by=actor_of(request), at=request.at)
    return see_other(f"/etat/simulations/{simulation_id}#comptes-reels")


@reads(Audience.STATE)
def as_csv(request: Request, simulation_id: UUID) -> HttpResponse:
    """Every group of both spans, for the nation and in the sample, for a spreadsheet."""
    outcome = _done(_card(request, simulation_id))
    columns = [_("Durée"), _("Répartition"), _("Groupe"), _("Titulaires"), _("Y gagnent"), _("Y perdent")]
    columns += [_("Gains, en centimes"), _("Pertes, en centimes"), _("Comptes simulés")]
    return csv_file(f"simulation-{simulation_id}.csv", columns, _lines(outcome))


@reads(Audience.STATE)
def as_file(request: Request, simulation_id: UUID) -> HttpResponse:
    """All that was found, as `acquis law simulate --json` gives it."""
    outcome = _done(_card(request, simulation_id))
    response = JsonResponse(insight.as_json(outcome), json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="simulation-{simulation_id}.json"'
    return response


def _card(request: Request, simulation_id: UUID) -> SimulationCard:
    found = insight.simulation(simulation_id, by=actor_of(request))
    if found is None:
        raise Http404
    return found


def _done(card: SimulationCard) -> Outcome:
    if card.outcome is None:
        raise Http404
    return card.outcome


def _lines(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    spans = [(_span(outcome, False), outcome.first_year)]
    if len(outcome.years) > 1:
        spans.append((_span(outcome, True), outcome.all_years))
    for span, effect in spans:
        groups = [("", _("Ensemble"), effect.everybody)]
        groups += [(label(each), _words(each, one), one) for each in Dimension for one in effect.groups[each]]
        for dimension, words, one in groups:
            found = (one.accounts, one.gainers, one.losers, one.gained_cents, one.lost_cents)
            nation = (str(for_the_nation(each, outcome.accounts)) for each in found)
            yield (span, dimension, words, *nation, str(one.accounts))


def _span(outcome: Outcome, whole: bool) -> str:
    first, last = outcome.years[0].year, outcome.years[-1].year
    if not whole:
        return _("En %(year)s") % {"year": first}
    return _("De %(first)s à %(last)s") % {"first": first, "last": last}


def _sentence(outcome: Outcome, effect: Effect, whole: bool) -> str:
    """What there is to see, in one sentence."""
    everybody, when = effect.everybody, _span(outcome, whole)
    gainers, losers = (_people(count, outcome) for count in (everybody.gainers, everybody.losers))
    gained, lost = (
        large_euros(for_the_nation(cents, outcome.accounts)) for cents in (everybody.gained_cents, everybody.lost_cents)
    )
    if not everybody.gainers and not everybody.losers:
        return _("%(when)s, rien ne changerait pour personne.") % {"when": when}
    words = {"when": when, "gained": gained, "lost": lost}
    words |= {"gainers": number(gainers), "losers": number(losers)}
    if not everybody.losers:
        return _("%(when)s, %(gainers)s personnes gagneraient %(gained)s ; personne n’y perdrait.") % words
    if not everybody.gainers:
        return _("%(when)s, %(losers)s personnes perdraient %(lost)s ; personne n’y gagnerait.") % words
    return _("%(when)s, %(gainers)s personnes gagneraient %(gained)s, et %(losers)s en perdraient %(lost)s.") % words


def _years(outcome: Outcome) -> list[YearRow]:
    """The years one by one; the sum since the first is made of the sample's cents, then put to the nation."""
    rows, since = [], 0
    for each in outcome.years:
        move = each.credited_after_cents - each.credited_before_cents
        since += move
        sums = (move, since, each.credited_before_cents, each.credited_after_cents)
        more, so_far, before, after = (for_the_nation(cents, outcome.accounts) for cents in sums)
        spent = for_the_nation(each.used_after_cents - each.used_before_cents, outcome.accounts)
        rows.append(YearRow(year=each.year, more=more, since=so_far, before=before, after=after, spent=spent))
    return rows


def _turn(outcome: Outcome) -> str:
    """Why the effect of the first year shrinks by half, or turns round, later; "" when it does neither."""
    rows = _years(outcome)
    first = rows[0]
    round_ = next((each for each in rows if each.more * first.more < 0), None)
    if round_ is None and not any(abs(each.more) * 2 < abs(first.more) for each in rows):
        return ""
    # Ceilings alone explain it when nothing else changes on the way.
    if any(not each.full_name.startswith("credit.") or each.since.year != first.year for each in outcome.changes):
        return ""
    words = {"year": round_.year if round_ else "", "first": first.year, "last": rows[-1].year}
    words["total"] = millions(rows[-1].since, signed=True)
    if first.more > 0:
        said = [_("Qui reçoit plus chaque année atteint plus tôt le plafond de son compte : l’écart se réduit.")]
        if round_:
            said.append(
                _(
                    "À partir de %(year)s il devient négatif : des comptes déjà pleins ne reçoivent plus rien, alors "
                    "qu’avec la loi actuelle ils recevraient encore. Rien n’est repris à personne : de %(first)s à "
                    "%(last)s, l’écart est en tout de %(total)s millions d’euros."
                )
                % words
            )
        return " ".join(said)
    said = [_("Qui reçoit moins chaque année atteint plus tard le plafond de son compte : l’écart se réduit.")]
    if round_:
        said.append(
            _(
                "À partir de %(year)s il devient positif : des comptes reçoivent encore des droits, alors qu’avec la "
                "loi actuelle ils seraient pleins. De %(first)s à %(last)s, l’écart est en tout de %(total)s millions "
                "d’euros."
            )
            % words
        )
    return " ".join(said)


def _table(dimension: Dimension, effect: Effect) -> Table:
    groups = [each for each in effect.groups[dimension] if each.accounts]
    return Table(
        dimension=dimension,
        rows=tuple(
            Row(words=_words(dimension, each), group=each, bar=bar)
            for each, bar in zip(groups, charts.bars(groups), strict=True)
        ),
    )


def _words(dimension: Dimension, group: Group) -> str:
    return _key_words(dimension, group.key)


def _key_words(dimension: Dimension, key: str) -> str:
    if dimension is Dimension.REGION:
        return dict(insight.regions())[key]
    if dimension is Dimension.AGE:
        first = int(key)
        last = {16: 19, 65: 69}.get(first, first + 4)
        return _("%(first)s à %(last)s ans") % {"first": first, "last": last}
    return label(insight.KINDS[dimension](key))


def _people(count: int, outcome: Outcome) -> int:
    return people(count, outcome.accounts)


def _figured(cents: int, outcome: Outcome) -> tuple[int, str]:
    """An amount of the nation, and its figure over a column, in millions."""
    found = for_the_nation(cents, outcome.accounts)
    return found, millions(found)


def _signed(each: GainClass) -> int:
    return -1 if each.upto_cents is not None and each.upto_cents <= 0 else 1


def _class_words(each: GainClass) -> str:
    """« gagne de 100 € à 300 € », « perd plus de 5 000 € »."""
    gains = _signed(each) > 0
    low = abs((each.above_cents if gains else each.upto_cents) or 0)
    high = each.upto_cents if gains else each.above_cents
    if high is None:
        words = _("Gagne plus de %(low)s") if gains else _("Perd plus de %(low)s")
        return words % {"low": euros_plain(low)}
    if low == 0:
        words = _("Gagne jusqu’à %(high)s") if gains else _("Perd jusqu’à %(high)s")
        return words % {"high": euros_plain(abs(high))}
    words = _("Gagne de %(low)s à %(high)s") if gains else _("Perd de %(low)s à %(high)s")
    return words % {"low": euros_plain(low), "high": euros_plain(abs(high))}


def _class_short(each: GainClass) -> str:
    """The farther limit of a class, under its column: « 300 », « −100 », « > 5 000 »."""
    gains = _signed(each) > 0
    high = each.upto_cents if gains else each.above_cents
    low = abs((each.above_cents if gains else each.upto_cents) or 0)
    sign = "" if gains else "−"
    return f"> {sign}{number(low // 100)}" if high is None else f"{sign}{number(abs(high) // 100)}"
