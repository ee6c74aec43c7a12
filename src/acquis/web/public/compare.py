"""Up to four offers side by side: the same facts in the same order, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import ActionCard, Entry, Modality, OfferState, SessionCard, SessionState, TrainingCard
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Quote
from acquis.kit.actor import Role
from acquis.providers import queries as providers
from acquis.providers.types import ProviderCard
from acquis.web.design.written import day, day_long, euros, hours
from acquis.web.door import Audience, actor_of, page, reads, see_other
from acquis.web.labels import label

from . import search_form
from .offer_words import LEVEL_WORDS, MODALITY_WORDS, REGISTER_WORDS, languages_of
from .search_form import MOST_COMPARED
from .similar import similar_to
from .today import today

PATH = "/comparer"
#: What each column is called where there is no room for its title.
MARKS = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Column:
    """One offer: its training, the way of following it, the session that was chosen, its body, what it would cost."""

    training: TrainingCard
    action: ActionCard
    session: SessionCard
    body: ProviderCard
    #: None of what the account does not pay for.
    quote: Quote | None

    @property
    def starts_on(self) -> date | None:
        """None when one may begin at any time."""
        return None if self.action.entry == Entry.PERMANENT else self.session.starts_on


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of all the offers. `best` are the columns that have the lowest price or the nearest date."""

    words: str
    cells: Sequence[str]
    best: frozenset[int] = frozenset()
    best_words: str = ""

    @property
    def differs(self) -> bool:
        return len(set(self.cells)) > 1


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    chosen = search_form.read(request.GET).compared
    if set(request.GET) - {"o"}:
        # The list's form sends all of its fields: here only what was chosen counts.
        return see_other(address(chosen))
    columns = _columns(request, chosen)
    on = today(request)
    found = [each.session.id for each in columns]
    near = similar_to(columns[0].training, on=on, leaving=found) if len(columns) == 1 else []
    return page(
        request,
        "public/compare.html",
        columns=columns,
        marks=MARKS,
        rows=_rows(columns, on),
        gone=len(chosen) - len(columns),
        without=lambda session_id: address([i for i in found if i != session_id]),
        beside=lambda session_id: address([*found, session_id]),
        similar=near,
        modality_words=MODALITY_WORDS,
        is_full=len(columns) >= MOST_COMPARED,
    )


def address(sessions: Sequence[UUID]) -> str:
    """The address of the comparison of these sessions."""
    return PATH + ("?" + urlencode([("o", str(i)) for i in sessions]) if sessions else "")


def _columns(request: HttpRequest, chosen: Sequence[UUID]) -> list[Column]:
    offers = catalogue.offered_many(chosen)
    trainings = {t.id: t for t in catalogue.training_pages([o.training_id for o in offers.values()])}
    bodies = providers.providers({o.provider_id for o in offers.values()})
    actor = actor_of(request)
    account = actor.account_id if actor.has(Role.HOLDER) else None
    prices = enrolments.quotes(account, chosen, by=actor, on=today(request))
    made = []
    for i in chosen:
        offer = offers.get(i)
        training = trainings.get(offer.training_id) if offer else None
        body = bodies.get(offer.provider_id) if offer else None
        if training is None or body is None or not training.on_shelf(sells=body.sells):
            continue
        for action in training.actions:
            if action.state == OfferState.PUBLISHED:
                made += [
                    Column(training, action, s, body, prices.get(i))
                    for s in action.sessions
                    if s.id == i and s.state == SessionState.OPEN
                ]
    return made


def _rows(columns: Sequence[Column], on: date) -> list[Row]:
    """The facts, without those that nobody gives."""

    def row(words: str, told: Callable[[Column], str]) -> Row:
        return Row(words, [told(each) for each in columns])

    made = [
        row(_("Organisme"), lambda c: c.body.display),
        _price(columns),
        _remaining(columns),
        row(_("Être certifié"), _certification_fee),
        row(_("Frais en plus"), lambda c: euros(c.action.extra_fees_cents) if c.action.extra_fees_cents else ""),
        row(_("Ce que vous obtenez"), _certified),
        row(_("Niveau"), _level),
        row(_("Durée"), lambda c: hours(c.action.hours_centre + c.action.hours_company)),
        row(_("Comment"), lambda c: _(MODALITY_WORDS[c.action.modality])),
        row(_("Où"), _where),
        _soonest(columns, on),
        row(_("Jusqu’au"), lambda c: day(c.session.ends_on) if c.starts_on and c.session.ends_on else ""),
        row(_("Dates possibles"), lambda c: _dates(c, on)),
        row(_("Rythme"), lambda c: ", ".join(label(each) for each in c.action.rhythms)),
        row(_("Langue"), lambda c: languages_of(c.action)),
        row(_("Conditions"), lambda c: _conditions(c.action)),
        row(_("Handicap"), lambda c: strip_tags(c.action.accessibility)[:200] or _("À voir avec l’organisme")),
        row(
            _("Qualité"),
            lambda c: _("Certifié Qualiopi") if c.body.has_quality_label else _("Sans certification connue"),
        ),
    ]
    return [each for each in made if any(each.cells)]


def _level(column: Column) -> str:
    level = column.training.certification.level if column.training.certification else None
    return _(LEVEL_WORDS[level]) if level else _("Sans niveau")


def _certified(column: Column) -> str:
    card = column.training.certification
    return f"{card.title} ({_(REGISTER_WORDS[card.register])})" if card else _("Une action sans certification")


def _certification_fee(column: Column) -> str:
    fee, cents = column.action.certification_fee, column.action.certification_fee_cents
    return f"{label(fee)}{_(' : ')}{euros(cents)}" if cents else label(fee)


def _where(column: Column) -> str:
    action = column.action
    if action.modality == Modality.REMOTE:
        return _("À distance")
    place = action.town or action.postal_code
    return f"{place}, {_('en partie à distance')}" if action.modality == Modality.MIXED else place


def _dates(column: Column, on: date) -> str:
    if column.starts_on is None:
        return _("Toutes")
    open_ = [s for s in column.action.sessions if s.state == SessionState.OPEN]
    count = sum(s.starts_on is not None and s.starts_on >= on for s in open_)
    return ngettext("%(num)s session", "%(num)s sessions", count) % {"num": count}


def _least(words: str, cents: Sequence[int], written: Callable[[int], str], best_words: str) -> Row:
    lowest = min(cents, default=0)
    best = frozenset(i for i, each in enumerate(cents) if each == lowest) if len(set(cents)) > 1 else frozenset()
    return Row(words, [written(each) for each in cents], best, best_words)


def _conditions(action: ActionCard) -> str:
    """As its page tells them: in the provider's words where it has some."""
    said = strip_tags(action.conditions)[:200]
    return said or (_("À vérifier avec l’organisme") if action.has_prerequisites else _("Aucun prérequis."))


def _price(columns: Sequence[Column]) -> Row:
    """The prices; what only others pay for has none here, and is not the cheapest."""
    if all(c.action.by_account for c in columns):
        return _least(_("Prix"), [c.action.price_cents for c in columns], euros, _("le moins cher"))
    paid_by_others = _("Payée par d’autres : voir son offre")
    return Row(_("Prix"), [euros(c.action.price_cents) if c.action.by_account else paid_by_others for c in columns])


def _remaining(columns: Sequence[Column]) -> Row:
    """What one would pay oneself: with one's own rights, or with rights enough for nobody in particular."""
    quotes = [c.quote for c in columns]
    anonymous = all(quote is None or quote.anonymous for quote in quotes)
    words = _("Reste à payer, droits suffisants") if anonymous else _("Vous payez")
    paid = [quote.holder_pays_cents for quote in quotes if quote is not None and not quote.refusal]
    if len(paid) == len(quotes):
        return _least(words, paid, euros, _("le moins à payer"))
    refused = _("Pas avec vos droits")
    return Row(
        words, [refused if quote is None or quote.refusal else euros(quote.holder_pays_cents) for quote in quotes]
    )


def _soonest(columns: Sequence[Column], on: date) -> Row:
    starts = [c.starts_on or on for c in columns]
    best = frozenset(i for i, each in enumerate(starts) if each == min(starts)) if len(set(starts)) > 1 else frozenset()
    told = [day_long(c.starts_on, on) if c.starts_on else _("À tout moment") for c in columns]
    return Row(_("Début"), told, best, _("le plus tôt"))
