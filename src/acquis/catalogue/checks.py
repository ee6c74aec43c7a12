"""What must always be true of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef

from acquis.journal.checks import check

from .models import Certification, Review, Session, Training, TrainingAction
from .reviews.types import ReplyState, ReviewState
from .search.differences import index_differences
from .types import Entry, OfferState


@check("catalogue: a certification shows its latest version")
def latest_version() -> Iterator[str]:
    for code in Certification.objects.exclude(content_hash=F("version__content_hash")).values_list("pk", flat=True):
        yield f"certification {code} does not show the version it refers to"


@check("catalogue: what is on sale leads to a certification that is known")
def known_certifications() -> Iterator[str]:
    known = Certification.objects.values("pk")
    rows = Training.objects.filter(state=OfferState.PUBLISHED).exclude(certification_code__in=known)
    for pk, code in rows.values_list("pk", "certification_code"):
        yield f"training {pk} is on sale for {code}, which is not known"


@check("catalogue: as many places are taken as are held")
def held_places() -> Iterator[str]:
    rows = Session.objects.annotate(holders=Count("held")).exclude(places_taken=F("holders"))
    for pk, taken, holders in rows.values_list("pk", "places_taken", "holders"):
        yield f"session {pk} says {taken} places are taken, and {holders} are held"


@check("catalogue: a session at fixed dates has dates")
def dated_sessions() -> Iterator[str]:
    rows = Session.objects.filter(action__entry=Entry.FIXED, starts_on__isnull=True)
    for pk in rows.values_list("pk", flat=True):
        yield f"session {pk} is at fixed dates and has none"


@check("catalogue: a review is of a training of its provider, by the action it names")
def reviews_are_of_what_was_followed() -> Iterator[str]:
    followed = TrainingAction.objects.filter(
        pk=OuterRef("action_id"), training=OuterRef("training_id"), training__provider_id=OuterRef("provider_id")
    )
    rows = Review.objects.filter(~Exists(followed))
    for pk, training_id in rows.values_list("pk", "training_id").iterator():
        yield f"review {pk} is of training {training_id}, which its provider does not teach so"


@check("catalogue: a reply is published under a published review only")
def replies_follow_reviews() -> Iterator[str]:
    rows = Review.objects.filter(reply_state=ReplyState.WAITING).exclude(
        state__in=(ReviewState.PUBLISHED, ReviewState.REFUSED)
    )
    for pk, state in rows.values_list("pk", "state"):
        yield f"review {pk} is {state}, and a reply to it waits"


@check("catalogue: the search finds what is on sale, as it is")
def indexed_offers() -> Iterator[str]:
    yield from index_differences()
