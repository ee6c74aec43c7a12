"""The lettering of third parties' accounts: what answers each other, and what still waits for its answer, by age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.accounting import queries as books
from acquis.accounting.types import OpenItem
from acquis.kit.clock import day_of
from acquis.ledger.types import provider_payable
from acquis.providers import queries as providers
from acquis.web.door import Audience, page, reads
from acquis.web.session import Request
from acquis.web.sheets import Amount, Cell, table_file

from .payouts import keeps_the_money

#: As many as a person reads on one page; the sheet has them all.
SHOWN = 50
#: Days from which each class of age begins, but the first.
AGES_FROM = (31, 61, 91)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What of an account is not lettered: how many things, what they are worth together, and by age, in cents."""

    number: str
    label: str
    count: int
    cents: int
    ages: tuple[int, ...]


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    by, today = keeps_the_money(request), day_of(request.at)
    waiting, lettered = books.open_items(by=by)
    entries = sum(each.entries for each in waiting)
    standings = _standings(waiting, today)
    sums = [sum(each.ages[place] for each in standings) for place in range(len(AGES_FROM) + 1)]
    names = _bodies(waiting[:SHOWN])
    return page(
        request,
        "staff/lettering.html",
        standings=standings,
        lettered=lettered,
        entries=entries,
        waiting=[(each, names.get(each.party, ("", ""))[1], (today - each.since).days) for each in waiting[:SHOWN]],
        count=len(waiting),
        piece=books.piece_of_key,
        sums=sums,
        most=max([abs(cents) for cents in sums] + [1]),
        labels=(_("0 à 30 jours"), _("31 à 60 jours"), _("61 à 90 jours"), _("Plus de 90 jours")),
    )


@reads(Audience.STAFF)
def sheet(request: Request, form: str) -> HttpResponse:
    """Everything that is not lettered, as a file."""
    by, today = keeps_the_money(request), day_of(request.at)
    waiting, _lettered = books.open_items(by=by)
    names = _bodies(waiting)
    columns = (
        *(_("Compte"), _("SIRET"), _("Organisme"), _("Objet")),
        *(_("Depuis le"), _("Jours"), _("Écritures"), _("Solde créditeur")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            each.account,
            *names.get(each.party, ("", "")),
            books.piece_of_key(each.account, each.key),
            each.since,
            (today - each.since).days,
            each.entries,
            Amount(each.cents),
        )
        for each in waiting
    ]
    return table_file(f"non-lettre-{today}", columns, rows, form=form, at=request.at)


def _standings(waiting: Sequence[OpenItem], today: date) -> list[Standing]:
    chart = books.chart()
    found = []
    for number in sorted({each.account for each in waiting}):
        held = [each for each in waiting if each.account == number]
        ages = [0] * (len(AGES_FROM) + 1)
        for each in held:
            ages[sum((today - each.since).days >= first for first in AGES_FROM)] += each.cents
        label = chart.accounts[number].label
        cents = sum(each.cents for each in held)
        found.append(Standing(number=number, label=label, count=len(held), cents=cents, ages=tuple(ages)))
    return found


def _bodies(waiting: Sequence[OpenItem]) -> dict[UUID | None, tuple[str, str]]:
    """The SIRET and the name of the bodies concerned, by their account of the ledger."""
    wanted = {each.party for each in waiting if each.party}
    if not wanted:
        return {}
    named = ((provider_payable(pk), siret, name) for pk, siret, name in providers.named())
    return {account: (siret, name) for account, siret, name in named if account in wanted}
