"""What its holder says of a training they have followed: stars, a few words if they want, taken back when they want."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.catalogue.reviews.types import LONGEST_WORDS, STARS, Refusal, ReviewState
from acquis.enrolments import actions
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import EnrolmentId, State
from acquis.kit.refusal import Refused
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request

#: Refusals that are about what was typed, and the field they stand beside.
_OF_THE_FORM = {Refusal.STARS_MISSING: "stars", Refusal.WORDS_TOO_LONG: "words"}


@reads(Audience.HOLDER)
def show(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return _shown(request, enrolment_id, {})


@writes(Audience.HOLDER)
def give(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """Give it; a mistake in the form comes back with all that was written."""
    stars, words = request.POST.get("stars", ""), request.POST.get("words", "")
    try:
        actions.give_review(
            enrolment_id=enrolment_id,
            stars=int(stars) if stars in {str(each) for each in STARS} else 0,
            words=words,
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        field = _OF_THE_FORM.get(refused.reason)  # type: ignore[call-overload]
        if field is None:
            raise
        return _shown(request, enrolment_id, {field: sentence(refused)})
    if words.strip():
        messages.success(request, _("Merci. Votre avis sera publié après relecture ; nous vous le dirons."))
    else:
        messages.success(request, _("Merci. Votre avis est publié."))
    return see_other(f"/mes-inscriptions/{enrolment_id}/avis")


@writes(Audience.HOLDER)
def withdraw(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    actions.withdraw_review(enrolment_id=enrolment_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Votre avis est retiré. Son texte est effacé."))
    return see_other(f"/mes-inscriptions/{enrolment_id}/avis")


def _shown(request: Request, enrolment_id: EnrolmentId, errors: dict[str, str]) -> HttpResponse:
    by = actor_of(request)
    enrolment = enrolments.enrolment_for_holder(enrolment_id, by=by)
    review = enrolments.review_of(enrolment_id, by=by)
    may_give = enrolment.state is State.SERVICE_VALIDATED and (review is None or review.state is ReviewState.REFUSED)
    typed = request.POST if errors else {}
    return page(
        request,
        "holder/review.html",
        status=422 if errors else 200,
        enrolment=enrolment,
        review=review,
        may_give=may_give,
        longest=LONGEST_WORDS,
        stars=typed.get("stars", str(review.stars) if review else ""),
        words=typed.get("words", review.words if review else ""),
        errors=errors,
    )
