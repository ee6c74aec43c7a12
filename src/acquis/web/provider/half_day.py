"""One half-day of the training body: its code on a phone, who was there, paper, connections, corrections."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.attendance import actions
from acquis.attendance import queries as attendance
from acquis.attendance.types import HalfDayDetails, Means, Mode, Presence, Refusal, Seen
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.people.types import Name
from acquis.web import showing_code
from acquis.web.attendance_words import TONES, day_and_part, followed, presence_words, times, where
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.presence_forms import Errors, count_of_text
from acquis.web.presence_forms import seen as seen_of
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.uploads import FILE_REFUSALS, content_of, file_answer

from . import attendance_forms as forms
from .attendance import HOME
from .requests import REASON

#: Refusals of what was typed, and the field beside which they are told.
OF_THE_FORM = {
    Refusal.TIMES_IMPOSSIBLE: "ends",
    Refusal.TOO_LONG: "ends",
    Refusal.OUTSIDE_SESSION: "day",
    Refusal.PLACE_MISSING: "place",
    Refusal.STEPS_MISSING: "steps",
    Refusal.ALREADY_PLANNED: "day",
    Refusal.CHANGES_NOTHING: "motive",
    Refusal.MOTIVE_MISSING: "motive",
    Refusal.NAME_MISSING: "name",
}


@reads(Audience.PROVIDER)
def show(request: Request, half_day_id: UUID) -> HttpResponse:
    return _shown(request, half_day_id)


@reads(Audience.PROVIDER)
def show_code(request: Request, half_day_id: UUID) -> HttpResponse:
    """What the trainer's phone shows at the place; asked again every few seconds by itself."""
    details = attendance.half_day(half_day_id, by=actor_of(request))
    return page(
        request,
        "provider/code.html",
        details=details,
        shown=showing_code.shown(half_day_id, by=actor_of(request), at=request.at),
        signed=sum(each.standing.holder_signed_at is not None for each in details.expected),
        day_and_part=day_and_part,
        times=times,
        again=request.path,
    )


@writes(Audience.PROVIDER)
def open_it(request: Request, half_day_id: UUID) -> HttpResponse:
    actions.open_half_day(half_day_id=half_day_id, by=actor_of(request), at=request.at)
    return see_other(f"{HOME}/{half_day_id}/code")


@writes(Audience.PROVIDER)
def confirm(request: Request, half_day_id: UUID) -> HttpResponse:
    """Sign: with what each person's line says, and the scan of the paper sheet when there is one."""
    by = actor_of(request)
    details = attendance.half_day(half_day_id, by=by)
    said, errors = seen_of(request.POST, [each.enrolment_id for each in details.expected])
    if errors:
        return _shown(request, half_day_id, errors=errors)
    file = request.FILES.get("scan")

    def sign() -> None:
        if file is None:
            actions.confirm(half_day_id=half_day_id, seen=said, by=by, at=request.at)
        else:
            content = content_of(file)
            actions.note_paper(
                half_day_id=half_day_id, seen=said, name=file.name or "", content=content, by=by, at=request.at
            )

    return _done(request, half_day_id, sign, _("La demi-journée est signée."))


@writes(Audience.PROVIDER)
def connect(request: Request, half_day_id: UUID) -> HttpResponse:
    """Note by hand what the platform measured of each person."""
    by = actor_of(request)
    details = attendance.half_day(half_day_id, by=by)
    told, errors = forms.connected(request.POST, [each.enrolment_id for each in details.expected])
    if not told and not errors and details.expected:
        errors = {
            f"m-{details.expected[0].enrolment_id}": _("Indiquez ce qui a été mesuré pour une personne au moins.")
        }
    if errors:
        return _shown(request, half_day_id, errors=errors)
    return _done(
        request,
        half_day_id,
        lambda: actions.note_connections(
            half_day_id=half_day_id, connections=told, means=Means.FORM, by=by, at=request.at
        ),
        _("Les connexions sont enregistrées."),
    )


@writes(Audience.PROVIDER)
def correct(request: Request, half_day_id: UUID) -> HttpResponse:
    """Add a line that corrects one person's presence, with its motive."""
    by, typed = actor_of(request), request.POST
    details = attendance.half_day(half_day_id, by=by)
    person = next((each.enrolment_id for each in details.expected if str(each.enrolment_id) == typed.get("who")), None)
    presence, errors = typed.get("presence", ""), Errors()
    minutes, steps = (count_of_text(typed.get(name, "")) for name in ("minutes", "done"))
    if person is None:
        errors["who"] = _("Choisissez la personne.")
    if presence not in set(Presence):
        errors["presence"] = _("Dites ce qui est vrai.")
    for name, count in (("minutes", minutes), ("done", steps)):
        if count is None:
            errors[name] = _("Indiquez un nombre entier, par exemple 90.")
    if errors or person is None or steps is None:
        return _shown(request, half_day_id, errors=errors)
    seen = Seen(enrolment_id=person, presence=Presence(presence), minutes=minutes or None)
    return _done(
        request,
        half_day_id,
        lambda: actions.correct(
            half_day_id=half_day_id, seen=seen, steps=steps, motive=typed.get("motive", ""), by=by, at=request.at
        ),
        _("La correction est ajoutée. Ce qui était écrit reste lisible."),
    )


@writes(Audience.PROVIDER)
def change(request: Request, half_day_id: UUID) -> HttpResponse:
    by = actor_of(request)
    details = attendance.half_day(half_day_id, by=by)
    _card, followers = attendance.session(details.card.session_id, by=by, at=request.at)
    wanted, errors = forms.planned(request.POST, people=[each.id for each in followers])
    if wanted is None:
        return _shown(request, half_day_id, errors=errors)
    return _done(
        request,
        half_day_id,
        lambda: actions.change(half_day_id=half_day_id, half_day=wanted, by=by, at=request.at),
        _("La demi-journée est changée. Le lien donné au formateur ne sert plus : donnez-lui un nouveau lien.")
        if attendance.has_link(half_day_id, by=by, at=request.at)
        else _("La demi-journée est changée."),
    )


@writes(Audience.PROVIDER)
def cancel(request: Request, half_day_id: UUID) -> HttpResponse:
    by = actor_of(request)
    details = attendance.half_day(half_day_id, by=by)
    actions.cancel(half_day_id=half_day_id, by=by, at=request.at)
    messages.success(request, _("La demi-journée est annulée."))
    return see_other(f"{HOME}/sessions/{details.card.session_id}")


@writes(Audience.PROVIDER)
def name_trainer(request: Request, half_day_id: UUID) -> HttpResponse:
    """Make a link for a trainer without an account. It is shown now and never again: nothing of ours keeps it."""
    try:
        token = actions.name_trainer(
            half_day_id=half_day_id, name=request.POST.get("name", ""), by=actor_of(request), at=request.at
        )
    except Refused as refused:
        return _refused(request, half_day_id, refused)
    return _shown(request, half_day_id, link=f"{settings.ACQUIS.site_url}/formateur/{token}")


@reads(Audience.PROVIDER)
def scan(request: Request, scan_id: UUID) -> HttpResponse:
    """A paper sheet, saved by the browser and never shown in a page."""
    found = attendance.scan(scan_id, by=actor_of(request), reason=REASON)
    return file_answer(found.name, found.content, media_type=found.media_type)


def _done(request: Request, half_day_id: UUID, act: Callable[[], object], told: str) -> HttpResponse:
    """Do it; a refusal about what was typed is told beside the field, with everything typed still there."""
    try:
        act()
    except Refused as refused:
        return _refused(request, half_day_id, refused)
    messages.success(request, told)
    return see_other(f"{HOME}/{half_day_id}")


def _refused(request: Request, half_day_id: UUID, refused: Refused) -> HttpResponse:
    if refused.reason in OF_THE_FORM:
        return _shown(request, half_day_id, errors={OF_THE_FORM[refused.reason]: sentence(refused)})  # type: ignore[index]
    if refused.reason.name.startswith(FILE_REFUSALS):
        return _shown(request, half_day_id, errors={"scan": sentence(refused)})
    raise refused


def _shown(request: Request, half_day_id: UUID, *, errors: Errors | None = None, link: str = "") -> HttpResponse:
    by = actor_of(request)
    details = attendance.half_day(half_day_id, by=by)
    names = people.names_of({each.person_id for each in details.expected}, by=by, reason=REASON)
    _card, followers = attendance.session(details.card.session_id, by=by, at=request.at)
    return page(
        request,
        "provider/half_day.html",
        status=422 if errors else 200,
        details=details,
        card=details.card,
        people=_people(details, names),
        who=[(id_, name) for id_, name, _standing in _people(details, names)],
        begun=request.at >= details.card.starts_at,
        many=len(followers) > 1,
        for_whom=[("", _("Toutes les personnes de la session"))]
        + [(str(each.id), _known(names, each.person_id, each.number)) for each in followers],
        presences=list(Presence),
        modes=list(Mode),
        typed=request.POST,
        errors=errors or {},
        link=link,
        tones=TONES,
        day_and_part=day_and_part,
        times=times,
        where=where,
        followed=followed,
        presence_words=presence_words,
    )


def _people(details: HalfDayDetails, names: dict[UUID, Name]) -> list[tuple[str, str, object]]:
    """(enrolment, name, what is known) of each person expected."""
    return [
        (str(each.enrolment_id), _known(names, each.person_id, each.number), each.standing) for each in details.expected
    ]


def _known(names: dict[UUID, Name], person_id: UUID, number: str) -> str:
    return names[person_id].display if person_id in names else number
