"""What people of the country say of the trainings they have followed: most with stars, some with words, one waiting."""

from __future__ import annotations

from datetime import timedelta

from acquis.catalogue.reviews import actions as reviews
from acquis.catalogue.reviews import queries as read
from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries
from acquis.enrolments.types import EnrolmentId, State
from acquis.kit.actor import Actor
from acquis.kit.clock import start_of

from .lives import PLAYER
from .stage import Stage

#: Few enough that filling the country takes no longer for it.
MOST = 80
#: Stars and words, in the order in which people give them; most say nothing.
OPINIONS: tuple[tuple[int, str], ...] = (
    (5, ""),
    (4, "Un bon rythme et des exercices proches du métier. J’aurais voulu une journée de plus."),
    (
        5,
        "Des formateurs disponibles, qui reprennent autant de fois qu’il faut. J’ai trouvé du travail ensuite.",
    ),
    (4, ""),
    (3, "Le contenu est bon, mais le matériel date un peu et les groupes sont grands."),
    (5, ""),
    (2, "Deux séances reportées au dernier moment. Le reste était correct."),
    (4, ""),
    (5, "Je conseille, surtout à ceux qui reprennent des études après longtemps."),
    (1, "Rien à voir avec le programme annoncé."),
)
#: Somebody named, and a phone number: what the rules of moderation look for.
WAITING = "Merci à Sandrine pour sa patience. Si vous hésitez, appelez-moi au 06 12 34 56 78."
REPLY = "Merci de l’avoir dit. Depuis ce printemps, les groupes sont de huit personnes au plus."


def people_review(stage: Stage, agent: Actor) -> None:
    """Reviews of what is over and validated; the last one waits for a moderator, and so does one reply."""
    found = queries.enrolments_for_staff(by=PLAYER, states=[State.SERVICE_VALIDATED], per_page=MOST)
    rows = sorted(found.rows, key=lambda row: (row.requested_at, row.id))
    replied = 0
    for rank, row in enumerate(rows[:-1]):
        stars, words = OPINIONS[rank % len(OPINIONS)]
        at = min(start_of(row.ends_on or row.starts_on) + timedelta(days=30 + rank % 20, hours=11), stage.now)
        given = enrolments.give_review(enrolment_id=EnrolmentId(row.id), stars=stars, words=words, by=PLAYER, at=at)
        if not words:
            continue
        read_at = min(at + timedelta(days=1), stage.now)
        reviews.moderate_review(review_id=given, seen=read.review(given, by=agent).seen, by=agent, at=read_at)
        if stars <= 3 and replied < 3:
            reviews.reply_to_review(review_id=given, words=REPLY, by=PLAYER, at=read_at)
            # The first ones are read; the last one lies on the moderator's desk.
            if replied < 2:
                reviews.moderate_reply(review_id=given, seen=read.review(given, by=agent).seen, by=agent, at=read_at)
            replied += 1
    for row in rows[-1:]:
        at = stage.now - timedelta(hours=20)
        enrolments.give_review(enrolment_id=EnrolmentId(row.id), stars=5, words=WAITING, by=PLAYER, at=at)
