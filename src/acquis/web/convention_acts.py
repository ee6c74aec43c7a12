"""What the buttons of a convention's page do, on its funder's side and on the operator's; who may, the acts know."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from acquis.funders import actions
from acquis.kit.actor import Actor


def carry_out(pressed: str, convention_id: UUID, *, reason: str, by: Actor, at: datetime) -> str:
    """Do what the pressed button says, and answer what is said once it is done."""
    match pressed:
        case "submit":
            actions.submit_convention(convention_id=convention_id, by=by, at=at)
            return _("La convention est signée et envoyée. L’opérateur doit l’approuver.")
        case "take_back":
            actions.take_back_convention(convention_id=convention_id, by=by, at=at)
            return _("La convention est de nouveau un brouillon.")
        case "discard":
            actions.discard_convention(convention_id=convention_id, by=by, at=at)
            return _("Le brouillon est abandonné.")
        case "approve":
            actions.approve_convention(convention_id=convention_id, by=by, at=at)
            return _("La convention est en vigueur.")
        case "send_back":
            actions.send_back_convention(convention_id=convention_id, reason=reason, by=by, at=at)
            return _("La convention est renvoyée au financeur, avec votre motif.")
        case "suspend":
            actions.suspend_convention(convention_id=convention_id, reason=reason, by=by, at=at)
            return _("La convention est suspendue. Ce qui est promis reste promis.")
        case "resume":
            actions.resume_convention(convention_id=convention_id, by=by, at=at)
            return _("La convention est de nouveau en vigueur.")
        case "end":
            actions.end_convention(convention_id=convention_id, reason=reason, by=by, at=at)
            return _("La convention est terminée. Ce qui est promis reste promis.")
        case _pressed:
            raise Http404
