"""Words of reviews and of replies before anybody reads them: one agent publishes each, or refuses it with a reason.

Nobody is named here: a review does not know who wrote it.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.catalogue.reviews import actions
from acquis.catalogue.reviews import queries as reviews
from acquis.catalogue.reviews.types import RefusedBecause
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.providers import queries as providers
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.lists import page_link, page_number
from acquis.web.session import Request

#: Why a rule looked at these words, by the rule's name in the catalogue.
WHY = {
    "email": gettext_noop("On dirait une adresse électronique : un avis n’est pas un lieu de rendez-vous."),
    "phone": gettext_noop("On dirait un numéro de téléphone."),
    "link": gettext_noop("On dirait l’adresse d’un site."),
    "account": gettext_noop("On dirait un compte de réseau social."),
    "nir": gettext_noop("On dirait un numéro de sécurité sociale : ne le publiez pas."),
    "called": gettext_noop("Quelqu’un semble nommé : un avis parle de la formation, pas des personnes."),
    "insult": gettext_noop("Ce mot peut être une insulte ; lisez la phrase entière."),
}


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    """What waits, the oldest first."""
    return page(
        request,
        "staff/reviews.html",
        found=reviews.reviews_waiting(by=_moderator(request), page=page_number(request)),
        today=day_of(request.at),
        day_of=day_of,
        href=page_link(request),
    )


@reads(Audience.STAFF)
def one(request: Request, review_id: UUID) -> HttpResponse:
    return _shown(request, review_id, {})


@writes(Audience.STAFF)
def publish(request: Request, review_id: UUID) -> HttpResponse:
    """Publish the words that wait: the review's, else the reply's."""
    return _decide(request, review_id, None)


@writes(Audience.STAFF)
def refuse(request: Request, review_id: UUID) -> HttpResponse:
    """Refuse them, with a reason of the list, which their author reads."""
    reason = request.POST.get("reason", "")
    if reason not in set(RefusedBecause):
        return _shown(request, review_id, {"reason": _("Choisissez la raison : qui a écrit la lira.")})
    return _decide(request, review_id, RefusedBecause(reason))


def _decide(request: Request, review_id: UUID, because: RefusedBecause | None) -> HttpResponse:
    by = _moderator(request)
    # What the page said is decided on: a review that moved meanwhile, or says something else, is refused.
    decide = actions.moderate_reply if request.POST.get("what") == "reply" else actions.moderate_review
    seen = request.POST.get("seen", "")
    decide(review_id=review_id, seen=seen, refused_because=because, by=by, at=request.at)
    messages.success(request, _("C’est refusé. Son auteur lira votre raison.") if because else _("C’est publié."))
    return see_other("/agents/avis")


def _shown(request: Request, review_id: UUID, errors: dict[str, str]) -> HttpResponse:
    review = reviews.review(review_id, by=_moderator(request))
    return page(
        request,
        "staff/review.html",
        status=422 if errors else 200,
        review=review,
        body=providers.provider(review.provider_id),
        why=WHY,
        reasons=list(RefusedBecause),
        errors=errors,
    )


def _moderator(request: Request) -> Actor:
    """Who asks, when they moderate; for the other agents these pages are not there."""
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT):
        raise Http404
    return by
