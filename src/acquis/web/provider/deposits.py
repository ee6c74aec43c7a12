"""The invoice that a training body makes itself: what it has to say, and its deposit; each fault names its field."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.kit.refusal import Refused
from acquis.treasury import actions
from acquis.treasury import queries as treasury
from acquis.treasury.types import DepositFault, Fault
from acquis.web.design import written
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.uploads import content_of


@reads(Audience.PROVIDER)
def show(request: Request, invoice_id: UUID) -> HttpResponse:
    return _shown(request, invoice_id)


@writes(Audience.PROVIDER)
def deposit(request: Request, invoice_id: UUID) -> HttpResponse:
    """Deposit the file; refused with every fault at once, and then what is due still waits."""
    file = request.FILES.get("file")
    if file is None:
        return _shown(request, invoice_id, said=_("Choisissez le fichier de votre facture."))
    try:
        actions.deposit_invoice(
            invoice_id=invoice_id,
            name=file.name or "",
            content=content_of(file),
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        if treasury.to_deposit(invoice_id, by=actor_of(request)) is None:
            raise
        return _shown(request, invoice_id, said=sentence(refused), faults=refused.details.get("faults", ()))
    messages.success(request, _("Votre facture est déposée. Elle sera payée à sa date."))
    return see_other("/organisme/paiements")


def _shown(request: Request, invoice_id: UUID, *, said: str = "", faults: tuple[Fault, ...] = ()) -> HttpResponse:
    asked = treasury.to_deposit(invoice_id, by=actor_of(request))
    if asked is None:
        raise Http404
    return page(
        request,
        "provider/deposit.html",
        status=422 if said else 200,
        asked=asked,
        faults=faults,
        expected=expected,
        told=told,
        errors={"file": said} if said else {},
    )


def expected(fault: Fault) -> str:
    """What the invoice had to say: of a day, the first or the last one that it may bear."""
    said = told(fault.expected)
    if fault.what is DepositFault.DATE_EARLY:
        return _("le %(day)s ou après") % {"day": said}
    return _("le %(day)s ou avant") % {"day": said} if fault.what is DepositFault.DATE_LATE else said


def told(value: str | int | date) -> str:
    """An amount as money, a day in words; anything else as the file has it."""
    if isinstance(value, int):
        return written.euros(value)
    return written.day(value) if isinstance(value, date) else value or "—"
