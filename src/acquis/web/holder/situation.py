"""My situation: what I declare of myself, because it changes my rights, and nobody else can say it for me."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounts import actions
from acquis.accounts import queries as accounts
from acquis.accounts.types import AccountState, Counter, ProofKind, PurseKind
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import law_on
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.uploads import content_of

HERE = "/mes-droits/ma-situation"


@reads(Audience.HOLDER)
def show(request: Request) -> HttpResponse:
    return _shown(request)


@writes(Audience.HOLDER)
def declare(request: Request) -> HttpResponse:
    """I have no diploma of level 3: said on one's honour, with a box to tick."""
    if request.POST.get("honour") != "1":
        return _shown(request, errors={"honour": _("Cochez la case pour confirmer que c’est exact.")})
    by, account_id = _oneself(request)
    actions.declare_low_qualification(account_id=account_id, by=by, at=request.at)
    year = day_of(request.at).year
    messages.success(
        request,
        _("C’est enregistré : vos droits seront calculés sur le montant relevé à partir de l’année %(year)s.")
        % {"year": year},
    )
    return see_other(HERE)


@writes(Audience.HOLDER)
def obtained(request: Request) -> HttpResponse:
    """I now have a diploma of level 3."""
    on, wrong = _day(request.POST.get("obtained_on", ""))
    if wrong or on is None:
        return _shown(request, errors={"obtained_on": wrong or _no_day()}, typed=request.POST)
    by, account_id = _oneself(request)
    try:
        actions.end_low_qualification(account_id=account_id, obtained_on=on, by=by, at=request.at)
    except Refused as refused:
        return _shown(request, errors={"obtained_on": sentence(refused)}, typed=request.POST)
    messages.success(
        request,
        _("C’est enregistré, félicitations. Le montant relevé vaut encore pour %(last)s, plus pour %(next)s.")
        % {"last": on.year, "next": on.year + 1},
    )
    return see_other(HERE)


@writes(Audience.HOLDER)
def prove(request: Request) -> HttpResponse:
    """File the document that proves a disability recognised by law."""
    typed, file = request.POST, request.FILES.get("file")
    errors: dict[str, str] = {}
    kind = next((each for each in ProofKind if each.value == typed.get("kind")), None)
    if kind is None:
        errors["kind"] = _("Choisissez la nature du document.")
    since, wrong = _day(typed.get("valid_from", ""))
    if wrong or since is None:
        errors["valid_from"] = wrong or _no_day()
    until, wrong = _day(typed.get("valid_until", ""))
    if wrong:
        errors["valid_until"] = wrong
    if file is None:
        errors["file"] = _("Choisissez un fichier : PDF, JPEG ou PNG.")
    if errors or kind is None or since is None or file is None:
        return _shown(request, errors=errors, typed=typed)
    by, account_id = _oneself(request)
    try:
        actions.submit_disability_proof(
            account_id=account_id,
            kind=kind,
            valid_from=since,
            valid_until=until,
            content=content_of(file),
            by=by,
            at=request.at,
        )
    except Refused as refused:
        place = "valid_until" if refused.reason.name == "PERIOD_REVERSED" else "file"
        return _shown(request, errors={place: sentence(refused)}, typed=typed)
    messages.success(
        request, _("Votre justificatif est bien arrivé. Un agent le vérifie ; la réponse paraîtra sur cette page.")
    )
    return see_other(HERE)


def _shown(
    request: Request, *, errors: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None
) -> HttpResponse:
    by, today = actor_of(request), day_of(request.at)
    assert by.account_id is not None  # a holder always has one
    told = accounts.own_declarations(by.account_id, by=by)
    state = accounts.state_of(by.account_id)
    if told is None or state is None:
        raise Http404
    counters = {each.kind: each for each in accounts.counters(by.account_id, on=today, by=by)}
    law = law_on(today)
    return page(
        request,
        "holder/situation.html",
        status=422 if errors else 200,
        told=told,
        receives=state in (AccountState.OPEN, AccountState.FROZEN),
        converts=state is AccountState.OPEN,
        low_now=told.low_qualified_since is not None and told.low_qualified_until is None,
        today=today,
        hours=_held(counters.get(PurseKind.HOURS)) // 100,
        old=counters.get(PurseKind.DIF),
        elected=counters.get(PurseKind.ELECTED),
        hours_moved=accounts.statement_apart(by.account_id, PurseKind.HOURS, by=by),
        elected_moved=accounts.statement_apart(by.account_id, PurseKind.ELECTED, by=by),
        credit=law.credit,
        conversion=law.conversion,
        kinds=[("", _("Choisissez")), *((kind.value, label(kind)) for kind in ProofKind)],
        errors=errors or {},
        typed=typed or {},
    )


def _held(counter: Counter | None) -> int:
    return counter.available if counter else 0


def _oneself(request: Request) -> tuple[Actor, UUID]:
    by = actor_of(request)
    if by.account_id is None:
        raise Http404
    return by, by.account_id


def _day(text: str) -> tuple[date | None, str]:
    """A day from a field, or what is wrong with it; an empty field is no day and no mistake."""
    if not text.strip():
        return None, ""
    try:
        return date.fromisoformat(text.strip()), ""
    except ValueError:
        return None, _no_day()


def _no_day() -> str:
    return _("Indiquez un jour, par exemple 24/08/2025.")
