"""The enrolments of everybody, for the staff; and one of them with every euro that moved about it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounting import queries as books
from acquis.attendance import queries as attendance
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import EnrolmentId, Party, State
from acquis.kit.clock import day_of
from acquis.ledger import queries as ledger
from acquis.people import queries as people
from acquis.providers import queries as providers
from acquis.support import queries as support
from acquis.treasury import queries as treasury
from acquis.web import enrolment_papers, invoice_paper
from acquis.web.books import AccountNames
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.lists import page_link, page_number
from acquis.web.session import Request
from acquis.web.split import lines_of
from acquis.web.timeline import shown, tone

from .hearings import may_do
from .lookup import reason_of


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    state, text = request.GET.get("etat", ""), request.GET.get("mots", "").strip()
    provider_id = _id_of(request.GET.get("organisme", ""))
    found = enrolments.enrolments_for_staff(
        by=actor_of(request),
        states=[State(state)] if state in set(State) else None,
        text=text,
        provider_id=provider_id,
        page=page_number(request),
    )
    return page(
        request,
        "staff/enrolments.html",
        found=found,
        bodies=providers.providers({row.provider_id for row in found.rows}),
        states=list(State),
        state=state,
        text=text,
        body=providers.provider(provider_id) if provider_id else None,
        href=page_link(request),
    )


@reads(Audience.STAFF)
def one(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """One enrolment; the holder's name only for a reason given at the look-up."""
    by = actor_of(request)
    enrolment = enrolments.enrolment_for_staff(enrolment_id, by=by)
    reason = reason_of(request)
    movements = ledger.about(enrolment_id, released=True)
    return page(
        request,
        "staff/enrolment.html",
        **may_do(enrolment_id, request),
        today=day_of(request.at),
        enrolment=enrolment,
        record=attendance.record_of(enrolment_id, by=by, at=request.at),
        compared=attendance.compared_with_declared(enrolment_id, by=by),
        papers=support.papers_about(enrolment_id, by=by),
        # A paper names the holder: it is opened for a reason, as the name is.
        closed=not reason,
        provider=providers.provider(enrolment.provider_id),
        holder=people.name_of(enrolment.person_id, by=by, reason=reason).display if reason else None,
        lines=lines_of(
            enrolment.shares,
            mine=_("Droits du titulaire"),
            pay=_("Payé par le titulaire") if enrolment.confirmed_at else _("À payer par le titulaire"),
        ),
        steps=shown(enrolment, reader=Party.OPERATOR),
        tone=tone(enrolment.state),
        invoices=treasury.invoices_about(enrolment_id),
        movements=list(reversed(movements)),
        piece=books.piece,
        names=AccountNames({m.account for m in movements} | {m.counterpart for m in movements}),
    )


@reads(Audience.STAFF)
def paper(request: Request, enrolment_id: EnrolmentId, paper_id: UUID) -> HttpResponse:
    """One of the papers of the enrolment, for the reason given at the look-up."""
    reason = reason_of(request)
    if not reason:
        raise Http404
    return enrolment_papers.answer(enrolment_id, paper_id, by=actor_of(request), reason=reason)


@reads(Audience.STAFF)
def invoice(request: Request, invoice_id: UUID) -> HttpResponse:
    """An invoice as its electronic file; it names the body, and its holder by the file's number alone."""
    return invoice_paper.answer(invoice_id, by=actor_of(request))


def _id_of(text: str) -> UUID | None:
    """The body asked for in the address; nonsense asks for all of them."""
    try:
        return UUID(text)
    except ValueError:
        return None
