"""The invoice that a training body makes itself: what it has to say, and its deposit; each fault names its field."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.kit.refusal import Refused
from acquis.treasury import actions
from acquis.treasury import queries as treasury
from acquis.treasury.types import Fault
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
        errors={"file": said} if said else {},
    )
