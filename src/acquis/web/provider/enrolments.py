"""All the enrolments of the training body, filtered by state and by words; the same list for a spreadsheet."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import PageOfEnrolments, State
from acquis.people import queries as people
from acquis.people.types import Name
from acquis.web.design.written import day_short
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.labels import label
from acquis.web.lists import page_link, page_number
from acquis.web.session import Request
from acquis.web.sheets import csv_file

from .requests import REASON

#: A spreadsheet takes no more lines than these; a larger body asks the interface for machines.
MOST_LINES = 5000


@reads(Audience.PROVIDER)
def show(request: Request) -> HttpResponse:
    found = _found(request, page=page_number(request), per_page=enrolments.PER_PAGE)
    state, text = _criteria(request)
    return page(
        request,
        "provider/enrolments.html",
        found=found,
        names=_names(request, found),
        counts=enrolments.counts_for_provider(by=actor_of(request)),
        states=list(State),
        state=state,
        text=text,
        href=page_link(request),
        export=f"/organisme/inscriptions.csv?{request.GET.urlencode()}",
    )


@reads(Audience.PROVIDER)
def export(request: Request) -> HttpResponse:
    """The whole list as filtered, every page of it, in the columns of the page."""
    found = _found(request, page=1, per_page=MOST_LINES)
    names = _names(request, found)
    columns = (
        _("Dossier"),
        _("Personne"),
        _("Formation"),
        _("Certification"),
        _("Début"),
        _("Fin"),
        _("État"),
        _("Facturation"),
        _("Prix en euros"),
    )
    rows = [
        (
            row.number,
            names[row.person_id].display if row.person_id in names else "",
            row.title,
            row.certification_code,
            day_short(row.starts_on),
            day_short(row.ends_on) if row.ends_on else "",
            label(row.state),
            label(row.billing_state),
            f"{row.price_cents // 100},{row.price_cents % 100:02d}",
        )
        for row in found.rows
    ]
    return csv_file("inscriptions.csv", columns, rows)


def _criteria(request: Request) -> tuple[str, str]:
    return request.GET.get("etat", ""), request.GET.get("mots", "").strip()


def _found(request: Request, *, page: int, per_page: int) -> PageOfEnrolments:
    state, text = _criteria(request)
    return enrolments.enrolments_for_provider(
        by=actor_of(request),
        states=[State(state)] if state in set(State) else None,
        text=text,
        page=page,
        per_page=per_page,
    )


def _names(request: Request, found: PageOfEnrolments) -> dict[UUID, Name]:
    people_of = {row.person_id for row in found.rows}
    return people.names_of(people_of, by=actor_of(request), reason=REASON)
