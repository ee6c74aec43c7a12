"""Something is wrong: one question at a time, what is wrong, then what happened, then a proof; no script is needed.

What was typed travels in the forms and never in the address. The request has its id from the first form on, so that
sending twice opens one.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.accounts import queries as accounts
from acquis.accounts.types import FUNDED_KINDS, Line
from acquis.employers.types import CompanyCard
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.ledger.types import Code
from acquis.rules import law_on
from acquis.support import actions
from acquis.support.queries import companies_that_declared
from acquis.support.types import DECLARED, LONGEST_WORDS, Recipient, Topic
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.uploads import FILE_REFUSALS, attached

#: Accounts younger than the rights themselves: no year before the first.
FIRST_YEAR = 2015
#: The choice of whoever does not write to a company themself.
OPERATOR = "operateur"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known so far: from the line or the year one came from, and from the forms."""

    id: UUID
    line: Line | None
    year: int | None
    topic: Topic | None
    said: str = ""
    employer: str = ""

    @property
    def declared(self) -> bool:
        return self.topic in DECLARED


@reads(Audience.HOLDER)
def show(request: Request) -> HttpResponse:
    """The first question, or the second when the address says what is wrong."""
    draft = _draft(request, request.GET)
    return _first(request, draft) if draft.topic is None else _second(request, draft)


@writes(Audience.HOLDER)
def go_on(request: Request) -> HttpResponse:
    """From one question to the next; the last one sends."""
    draft = _draft(request, request.POST)
    if draft.topic is None:
        return _first(request, draft, {"sujet": _("Choisissez ce qui ne va pas.")})
    errors = {}
    if draft.declared and draft.year is None:
        errors["annee"] = _("Indiquez l’année, par exemple 2025.")
    if not draft.said.strip():
        errors["said"] = _("Écrivez quelques mots pour qu’on vous comprenne.")
    elif len(draft.said) > LONGEST_WORDS:
        errors["said"] = _("Votre texte est trop long : 4 000 caractères au plus.")
    if errors:
        return _second(request, draft, errors)
    if "send" not in request.POST:
        return _third(request, draft)
    choices = {str(each.id): each.id for each in _companies(request, draft)}
    to = request.POST.get("to", "")
    if choices and to not in {*choices, OPERATOR}:
        return _third(request, draft, {"to": _("Choisissez à qui envoyer votre demande.")})
    try:
        actions.open_inquiry(
            inquiry_id=draft.id,
            topic=draft.topic,
            said=draft.said,
            year=draft.year,
            line=draft.line.reference if draft.line else "",
            about=draft.line.about if draft.line else None,
            employer=draft.employer,
            company_id=choices.get(to),
            proofs=attached(request),
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        if not refused.reason.name.startswith(FILE_REFUSALS):
            raise
        return _third(request, draft, {"proof": sentence(refused)})
    messages.success(request, _("Votre demande est envoyée. Vous pouvez suivre ici où elle en est."))
    return see_other(f"/mes-demandes/{draft.id}")


def _draft(request: Request, given: object) -> Draft:
    get = given.get  # type: ignore[attr-defined]
    by = actor_of(request)
    assert by.account_id is not None
    wanted = get("ligne", "")
    line = next((each for each in accounts.statement(by.account_id, by=by) if wanted and str(each.id) == wanted), None)
    typed = get("annee", "").strip()
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else None
    if year is not None and not FIRST_YEAR <= year <= day_of(request.at).year:
        year = None
    topic = get("sujet", "")
    try:
        identifier = UUID(get("demande", ""))
    except ValueError:
        identifier = new_id()
    return Draft(
        id=identifier,
        line=line,
        year=year if year is not None else (line.why_year if line else None),
        topic=Topic(topic) if topic in set(Topic) else None,
        said=get("said", ""),
        employer=get("employer", "")[:200],
    )


def _topics(draft: Draft) -> list[Topic]:
    """What can be wrong with the line one came from; everything when one came from nowhere."""
    line = draft.line
    if line is None:
        return [Topic.HOURS, Topic.SITUATION, Topic.OTHER] if draft.year else list(Topic)
    if line.why_year is not None or line.code in (Code.YEARLY_CREDIT, Code.CORRECTION):
        return [Topic.HOURS, Topic.SITUATION, Topic.OTHER]
    if line.code == Code.TOP_UP or (line.purse_kind in FUNDED_KINDS and line.about is None):
        return [Topic.TOP_UP, Topic.OTHER]
    return [Topic.TRAINING_MONEY, Topic.OTHER]


def _first(request: Request, draft: Draft, errors: dict[str, str] | None = None) -> HttpResponse:
    options = [(str(topic), label(topic)) for topic in _topics(draft)]
    return _page(request, draft, 1, errors, options=options)


def _second(request: Request, draft: Draft, errors: dict[str, str] | None = None) -> HttpResponse:
    return _page(request, draft, 2, errors)


def _third(request: Request, draft: Draft, errors: dict[str, str] | None = None) -> HttpResponse:
    return _page(request, draft, 3, errors, companies=_companies(request, draft))


def _companies(request: Request, draft: Draft) -> list[CompanyCard]:
    """The companies that declared this year of the holder and read their requests here."""
    by = actor_of(request)
    assert by.account_id is not None
    if not draft.declared or draft.year is None:
        return []
    return companies_that_declared(by.account_id, draft.year, by=by)


def _page(request: Request, draft: Draft, step: int, errors: dict[str, str] | None, **context: object) -> HttpResponse:
    today = day_of(request.at)
    return page(
        request,
        "holder/new_request.html",
        status=422 if errors else 200,
        draft=draft,
        step=step,
        steps=[_("Ce qui ne va pas"), _("Ce qui s’est passé"), _("Pièce et envoi")],
        errors=errors or {},
        days=law_on(today).delays.correction_answer_days,
        recipient=Recipient.EMPLOYER if draft.declared else Recipient.OPERATOR,
        options=context.get("options", []),
        companies=context.get("companies", []),
        to=request.POST.get("to", ""),
    )
