"""Points of prevention, and what an accident or a disease of work gives: used by their holder, in one screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.accounts import actions
from acquis.accounts import queries as accounts
from acquis.accounts.types import AccidentCard, AccountState, Adviser
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.web.design.written import euros
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.uploads import content_of

HERE = "/mes-droits/risques-professionnels"
#: Which field of the form a refusal is about; of the others, the file's.
_FIELDS = {"ADVISER_MISSING": "adviser", "DAY_TO_COME": "attested_on", "DAYS_CROSSED": "attested_on"}


@reads(Audience.HOLDER)
def show(request: Request) -> HttpResponse:
    return _shown(request)


@writes(Audience.HOLDER)
def use(request: Request) -> HttpResponse:
    """Change points into euros; sent twice, they are changed once."""
    by, account_id = _oneself(request)
    points, turn = _number(request.POST.get("points", "")), _number(request.POST.get("turn", ""))
    if points is None or turn is None:
        return _shown(request, errors={"points": _("Choisissez un nombre de points.")})
    try:
        cents = actions.use_points(account_id=account_id, points=points, turn=turn, by=by, at=request.at)
    except Refused as refused:
        return _shown(request, errors={"points": sentence(refused)})
    messages.success(
        request,
        ngettext(
            "C’est fait : %(count)s point est devenu %(amount)s sur votre compte.",
            "C’est fait : %(count)s points sont devenus %(amount)s sur votre compte.",
            points,
        )
        % {"count": points, "amount": euros(cents)},
    )
    return see_other(HERE)


@writes(Audience.HOLDER)
def ask(request: Request) -> HttpResponse:
    """Receive what an accident gives, on the adviser's word: told by the health insurance, or shown by a paper."""
    by, account_id = _oneself(request)
    typed, accident = request.POST, request.POST.get("accident", "")
    told = accounts.risk_rights(account_id, on=day_of(request.at), by=by)
    rank, card = _found(told.accidents if told else (), accident)
    adviser = day = content = None
    if card.attested_on is None and card.given_on is None:
        file = request.FILES.get(f"file_{rank}")
        adviser = next((each for each in Adviser if each.value == typed.get(f"adviser_{rank}")), None)
        day = _day(typed.get(f"attested_on_{rank}", ""))
        errors = {
            f"adviser_{rank}": "" if adviser else _("Choisissez l’organisme de votre conseiller."),
            f"attested_on_{rank}": "" if day else _("Indiquez un jour, par exemple 24/08/2025."),
            f"file_{rank}": "" if file else _("Choisissez un fichier : PDF, JPEG ou PNG."),
        }
        if file is None or any(errors.values()):
            return _shown(request, errors={name: said for name, said in errors.items() if said}, typed=typed)
        content = content_of(file)
    try:
        cents = actions.ask_endowment(
            account_id=account_id,
            accident=accident,
            adviser=adviser,
            attested_on=day,
            content=content,
            by=by,
            at=request.at,
        )
    except Refused as refused:
        name = _FIELDS.get(refused.reason.name, "file")
        place = f"{name}_{rank}" if content is not None else f"accident_{rank}"
        return _shown(request, errors={place: sentence(refused)}, typed=typed)
    messages.success(request, _("C’est fait : vous avez reçu %(amount)s sur votre compte.") % {"amount": euros(cents)})
    return see_other(HERE)


def _shown(
    request: Request, *, errors: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None
) -> HttpResponse:
    by, account_id = _oneself(request)
    told = accounts.risk_rights(account_id, on=day_of(request.at), by=by)
    if told is None:
        raise Http404
    points = told.points
    return page(
        request,
        "holder/risks.html",
        status=422 if errors else 200,
        points=points,
        choices=[(each, _worth(each, each * points.cents_each)) for each in range(points.left, 0, -1)]
        if points
        else [],
        accidents=told.accidents,
        receives=accounts.state_of(account_id) in (AccountState.OPEN, AccountState.FROZEN),
        advisers=[("", _("Choisissez")), *((each.value, label(each)) for each in Adviser)],
        today=day_of(request.at),
        errors=errors or {},
        typed=typed or {},
    )


def _worth(points: int, cents: int) -> str:
    return ngettext("%(count)s point = %(amount)s", "%(count)s points = %(amount)s", points) % {
        "count": points,
        "amount": euros(cents),
    }


def _found(cards: tuple[AccidentCard, ...], number: str) -> tuple[int, AccidentCard]:
    """The accident that the form is about, and its rank on the page."""
    for rank, card in enumerate(cards, 1):
        if card.number == number:
            return rank, card
    raise Http404


def _oneself(request: Request) -> tuple[Actor, UUID]:
    by = actor_of(request)
    if by.account_id is None:
        raise Http404
    return by, by.account_id


def _number(text: str) -> int | None:
    written = text.strip()
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
