"""The papers of an enrolment, for its holder, its training body and agents: one list, one file each."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import override

from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.days import french
from acquis.support import queries as support
from acquis.support.types import PaperCard, PaperSaid

from .paper import check_of, pdf


def answer(enrolment_id: UUID, paper_id: UUID, *, by: Actor, reason: str = "") -> HttpResponse:
    """The file as an attachment, for whoever may read the paper; agents give their `reason`."""
    card, said = support.paper(enrolment_id, paper_id, by=by, reason=reason)
    response = HttpResponse(document(card, said), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{said.number}.pdf"'
    return response


def document(card: PaperCard, said: PaperSaid) -> bytes:
    """The PDF (PDF/UA-1) of a paper; the same paper gives the same pages."""
    issued_on = french(day_of(card.issued_at))
    with override("fr"):
        check = check_of(card.code)
    return pdf(
        "enrolment_paper.typ",
        {
            "title": said.title,
            "author": said.issuer,
            # The document is French whoever reads it.
            "lang": "fr",
            "number": said.number,
            "issued_on": f"établi le {issued_on}",
            "issued_by": f"Établi sur {settings.ACQUIS.site_url} au nom de {said.issuer}",
            "sections": [asdict(part) for part in said.sections],
            "check": check,
            "digest": card.digest,
            "digest_words": "Empreinte SHA-256 de ce que dit ce document. La page de vérification doit donner la même.",
            "footer": f"{said.title} n° {said.number}, {issued_on} · code {card.code}",
        },
    )
