"""An offer: what is learned, what it is worth, where and when, and who would pay what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from acquis.catalogue import queries as catalogue
from acquis.catalogue.reviews import queries as reviews
from acquis.catalogue.search.places import town_spots
from acquis.catalogue.types import ActionCard, Entry, Modality, OfferState, SessionCard, SessionState, TrainingCard
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Quote
from acquis.kit.actor import Role
from acquis.providers import queries as providers
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.split import lines_of

from . import course_data, result_map, reviews_section
from .certification import outcome_of
from .offer_words import LEVEL_WORDS, MODALITY_WORDS, REGISTER_SENSE, REGISTER_WORDS, languages_of
from .similar import similar_to
from .today import today


@dataclass(frozen=True, slots=True)
class Choice:
    """A session somebody may choose, with the way of following it belongs to."""

    action: ActionCard
    session: SessionCard

    @property
    def at_any_time(self) -> bool:
        return self.action.entry == Entry.PERMANENT or self.session.starts_on is None

    def may_be_asked_for(self, first_day: date) -> bool:
        """Whether it leaves the time the law wants between asking and starting."""
        return self.at_any_time or (self.session.starts_on is not None and self.session.starts_on >= first_day)


@reads(Audience.PUBLIC)
def show(request: HttpRequest, *, training_id: UUID) -> HttpResponse:
    training = catalogue.training_page(training_id)
    body = providers.provider(training.provider_id) if training else None
    if training is None or body is None:
        raise Http404
    on = today(request)
    on_sale = training.on_shelf(sells=body.sells)
    choices = _choices(training, on) if on_sale else []
    first_day = enrolments.earliest_start(on)
    chosen = _chosen(choices, request.GET.get("session", ""), first_day)
    quote = _quote(request, chosen, on) if chosen else None
    return page(
        request,
        "public/offer.html",
        training=training,
        body=body,
        on_sale=on_sale,
        choices=[c for c in choices if c.may_be_asked_for(first_day)],
        too_soon=[c for c in choices if not c.may_be_asked_for(first_day)],
        first_day=first_day,
        chosen=chosen,
        quote=quote,
        split=lines_of(quote.lines) if quote else [],
        course=course_data.course(
            training, body, [(c.action, c.session) for c in choices], site=settings.ACQUIS.site_url
        ),
        canonical=f"{settings.ACQUIS.site_url}/formations/{training.id}",
        similar=similar_to(training, on=on, near=chosen.action if chosen else None),
        map=result_map.points(town_spots([c.action for c in choices if c.action.modality != Modality.REMOTE])),
        is_holder=actor_of(request).has(Role.HOLDER),
        today=on,
        **reviews_section.section(request, reviews.reviews_of(training.id, page=reviews_section.asked(request))),
        languages_of=languages_of,
        outcome=outcome_of(catalogue.promotions(training.certification_code)) if training.certification else None,
        level_words=LEVEL_WORDS,
        modality_words=MODALITY_WORDS,
        register_words=REGISTER_WORDS,
        register_sense=REGISTER_SENSE,
    )


def _choices(training: TrainingCard, on: date) -> list[Choice]:
    """What has not started on the day `on`, the soonest first, entries at any time before them."""
    found = [
        Choice(action, session)
        for action in training.actions
        if action.state == OfferState.PUBLISHED
        for session in action.sessions
        if session.state == SessionState.OPEN
    ]
    coming = [c for c in found if c.at_any_time or (c.session.starts_on is not None and c.session.starts_on >= on)]
    return sorted(coming, key=lambda c: (not c.at_any_time, c.session.starts_on or on, c.action.town, c.session.number))


def _chosen(choices: list[Choice], wanted: str, first_day: date) -> Choice | None:
    """The session of the address; else the first one may still ask for; else, for its price, the last too soon."""
    named = [c for c in choices if str(c.session.id) == wanted]
    open_ = [c for c in choices if c.may_be_asked_for(first_day)]
    return next(iter(named or open_ or choices[::-1]), None)


def _quote(request: HttpRequest, chosen: Choice, on: date) -> Quote:
    actor = actor_of(request)
    account = actor.account_id if actor.has(Role.HOLDER) else None
    return enrolments.quote(account, chosen.session.id, by=actor, on=on)
