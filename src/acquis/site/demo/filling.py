"""How the country comes to life: registers, bodies and offers, people and their years, eighteen months of purchases."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection

from acquis.catalogue.exports import queries as exports
from acquis.catalogue.exports.types import Export
from acquis.catalogue.search.index import rebuild_index
from acquis.kit import clock

from . import desk
from .attendance import people_attend
from .employing import companies_come
from .endowed import write_file
from .funding import funders_add, funders_are_asked
from .ledgers import keep_books
from .lives import Buyer
from .opening import enrol_staff, load_registers
from .people import LAST_YEAR
from .purchases import live, pay_bodies
from .reviews import people_review
from .rights import people_live
from .stage import Stage
from .supply import imagined_bodies, supply
from .together import Tell, calm, hurry, side_by_side
from .turning import enrolments_turn

#: Holders are told of what happened to their purchases since so long; the rest is only in their account.
TOLD_OF = timedelta(days=21)


def fill_country(stage: Stage) -> None:
    """One filling, room by room; what does not know of the rest is made side by side."""
    hurry()
    towns = load_registers(stage)
    staff = enrol_staff()
    funders_add(stage, staff)
    companies_come(stage)
    taught = imagined_bodies(stage, towns)
    buyers: list[Buyer] = []
    known: list[desk.Known] = []

    def people() -> None:
        buyers[:], known[:] = people_live(stage, staff, towns)

    # People are born who know of neither bodies nor offers.
    side_by_side(
        [lambda tell: supply(stage, staff, taught, tell)],
        meanwhile=people,
        together=stage.together,
        tell=stage.progress,
    )
    live(stage, buyers, taught)
    people_attend(stage)
    enrolments_turn(stage, staff)
    funders_are_asked(stage, buyers, taught)
    people_review(stage, staff.agent)
    side_by_side([_index], meanwhile=lambda: pay_bodies(stage, staff), together=stage.together, tell=stage.progress)
    keep_books(stage, staff)
    desk.fill(known, agent=staff.agent, now=stage.now, last_year=LAST_YEAR)
    write_file(known, settings.ACQUIS.home / "examples")
    _forget_what_came_in_time()
    calm()


def _forget_what_came_in_time() -> None:
    """Drop the waiting jobs of days gone by: each was planned with its step, and the step was made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at <= %s", [clock.machine_now()]
        )
        # Nobody waits to be told of what is months old: what happened lately is announced when the worker starts.
        cursor.execute(
            "DELETE FROM procrastinate_jobs j USING journal_event e WHERE j.task_name = 'journal.deliver'"
            " AND j.args ->> 'reaction' ~ '^(support|attendance)[.]' AND e.seq = (j.args ->> 'seq')::bigint"
            " AND e.at < %s",
            [clock.now() - TOLD_OF],
        )


def _index(tell: Tell) -> None:
    tell("search index", 0, 1)
    rebuild_index()
    # As the night makes them.
    for each in Export:
        exports.make(each, on=clock.day_of(clock.now()))
    tell("search index", 1, 1)
