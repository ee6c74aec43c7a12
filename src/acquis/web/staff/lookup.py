"""Look somebody up: never without a reason, which is kept with every reading that follows.

The search is a POST, so that no name and no number is ever in an address or a log. The reason lives in the
agent's session for half an hour, then is asked again.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.accounts import queries as accounts
from acquis.enrolments import queries as enrolments
from acquis.journal.queries import history
from acquis.journal.reads import reads_about
from acquis.kit.clock import day_of, machine_now
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.granted_words import granted, typed_reference
from acquis.web.readings import Readers, grouped, what_was_read, why_read
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .facts import in_words
from .payouts import who

REASON, REASON_AT = "look_up_reason", "look_up_reason_at"
#: How long a stated reason covers what one looks at.
REASON_LASTS = timedelta(minutes=30)


def reason_of(request: Request) -> str:
    """The reason this agent gave lately; empty when there is none, or it is too old."""
    given_at = request.session.get(REASON_AT)
    if not given_at or machine_now() - datetime.fromisoformat(given_at) > REASON_LASTS:
        return ""
    return str(request.session.get(REASON, ""))


def looks_at(request: Request, person_id: UUID) -> bool:
    """Whether this agent gave a reason lately: nothing is written on a file otherwise, and the reading is noted."""
    reason = reason_of(request)
    if reason:
        people.name_of(person_id, by=actor_of(request), reason=reason)
    return bool(reason)


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    return page(request, "staff/lookup.html", typed={}, found=None, errors={}, reason=reason_of(request))


@writes(Audience.STAFF)
def search(request: Request) -> HttpResponse:
    """Find people by name, day of birth or social security number, for the reason given."""
    by, typed = actor_of(request), request.POST
    errors: dict[str, str] = {}
    reason = typed.get("reason", "").strip()
    name, nir, number = (typed.get(key, "").strip() for key in ("name", "nir", "number"))
    if len(reason) < 5:
        errors["reason"] = _("Dites pourquoi vous cherchez, par exemple : réclamation du 12 novembre.")
    born_on = None
    if typed.get("born_on", "").strip():
        try:
            born_on = date.fromisoformat(typed["born_on"].strip())
        except ValueError:
            errors["born_on"] = _("Indiquez un jour, par exemple 24/08/1982.")
    if not (name or nir or number):
        errors["name"] = _("Indiquez un nom, un numéro de sécurité sociale ou un numéro de dossier.")
    if errors:
        return page(request, "staff/lookup.html", status=422, typed=typed, found=None, errors=errors, reason=reason)
    request.session[REASON], request.session[REASON_AT] = reason, machine_now().isoformat()
    try:
        if number:
            enrolment = enrolments.details_by_number(number, by=by)
            return see_other(f"/agents/inscriptions/{enrolment.id}")
        found = people.find_people(by=by, reason=reason, name=name, born_on=born_on, nir=nir)
    except Refused as refused:
        errors = {"number" if number else "nir": sentence(refused)}
        return page(request, "staff/lookup.html", status=422, typed=typed, found=None, errors=errors, reason=reason)
    return page(
        request,
        "staff/lookup.html",
        # The number is not written back into the page.
        typed={"name": name, "born_on": typed.get("born_on", "")},
        found=found,
        errors={},
        reason=reason,
    )


@reads(Audience.STAFF)
def person(request: Request, person_id: UUID) -> HttpResponse:
    """One person's file: who, what rights, which enrolments, and who looked before."""
    by, reason = actor_of(request), reason_of(request)
    if not reason:
        return see_other("/agents")
    card = people.card_of(person_id, by=by, reason=reason)
    account_id = accounts.account_of(person_id)
    return page(
        request,
        "staff/person.html",
        card=card,
        reason=reason,
        rights=accounts.rights(account_id, on=day_of(request.at), by=by) if account_id else None,
        counters=accounts.counters(account_id, on=day_of(request.at), by=by) if account_id else (),
        grants=accounts.grants(account_id, by=by) if account_id else (),
        ended=accounts.end_of_rights(account_id, by=by) if account_id else None,
        movements=accounts.statement(account_id, limit=30, by=by) if account_id else [],
        enrolments=enrolments.enrolments_for_staff(by=by, account_id=account_id).rows if account_id else (),
        done=in_words(reversed(history(account_id)))[:20] if account_id else (),
        who=who,
        granted=granted,
        typed_reference=typed_reference,
        readings=grouped(reads_about(*people.known_under(person_id)))[:20],
        readers=Readers(),
        what_was_read=what_was_read,
        why_read=why_read,
    )
