"""What waits for the training body: requests to answer first, those whose time is shortest on top."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_noop

from acquis.catalogue.reviews import queries as reviews
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import State
from acquis.hearings import queries as hearings
from acquis.kit.clock import day_of
from acquis.people import queries as people
from acquis.providers import queries as providers
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.session import Request

#: Why the names of trainees are shown to the body that trains them; kept with each reading.
REASON = gettext_noop("traitement des inscriptions de l’organisme")


@reads(Audience.PROVIDER)
def show(request: Request) -> HttpResponse:
    by = actor_of(request)
    assert by.provider_id is not None
    to_answer = enrolments.enrolments_for_provider(by=by, states=[State.REQUESTED, State.UNDER_REVIEW], per_page=50)
    to_declare = enrolments.enrolments_for_provider(
        by=by, states=[State.CONFIRMED, State.IN_TRAINING, State.EXITED], per_page=10
    )
    rows = [*to_answer.rows, *to_declare.rows]
    return page(
        request,
        "provider/requests.html",
        provider=providers.provider(by.provider_id),
        to_answer=to_answer,
        to_declare=to_declare,
        new_reviews=reviews.unanswered(by=by),
        to_explain=hearings.waiting_for_provider(by=by),
        today=day_of(request.at),
        names=people.names_of({row.person_id for row in rows}, by=by, reason=REASON),
    )
