"""Half-days of the training body: those to sign today, its sessions, and the plan of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.attendance import actions
from acquis.attendance import queries as attendance
from acquis.attendance.types import Connected, HalfDayCard, Means, Mode, Planned, Planning, State
from acquis.enrolments.types import Attendee
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.people.types import Name
from acquis.web.attendance_words import day_and_part, times, where
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.presence_forms import Errors
from acquis.web.refusals import sentence_of
from acquis.web.session import Request

from . import attendance_forms as forms
from .attendance_forms import Wrong
from .requests import REASON

HOME = "/organisme/emargement"
#: The two halves of a day as most provide them.
SLOTS = (("am", "9:00", "12:30"), ("pm", "13:30", "17:00"))


@reads(Audience.PROVIDER)
def show(request: Request) -> HttpResponse:
    by = actor_of(request)
    waiting = attendance.to_attend_to(by=by, at=request.at)
    today = day_of(request.at)
    return page(
        request,
        "provider/attendance.html",
        today=[each for each in waiting if each[0].plan.day == today],
        late=[each for each in waiting if each[0].plan.day < today],
        sessions=attendance.sessions(by=by, at=request.at),
        day_and_part=day_and_part,
        times=times,
        where=where,
    )


@reads(Audience.PROVIDER)
def session(request: Request, session_id: UUID) -> HttpResponse:
    return _shown(request, session_id)


@writes(Audience.PROVIDER)
def plan(request: Request, session_id: UUID) -> HttpResponse:
    """Plan one half-day as typed."""
    _card, followers = attendance.session(session_id, by=actor_of(request), at=request.at)
    wanted, errors = forms.planned(request.POST, people=[each.id for each in followers])
    if wanted is None:
        return _shown(request, session_id, errors=errors, opened="one")
    made = _plan(request, session_id, [wanted])
    if made.refused:
        return _shown(request, session_id, errors={"day": sentence_of(made.refused[0][1])}, opened="one")
    _tell(request, made)
    return see_other(f"{HOME}/sessions/{session_id}")


@writes(Audience.PROVIDER)
def plan_by_rule(request: Request, session_id: UUID) -> HttpResponse:
    """Plan the half-days of every chosen weekday between two days."""
    typed, errors = request.POST, Errors()
    first, last = forms.day_of_text(typed.get("first", "")), forms.day_of_text(typed.get("last", ""))
    for name, found in (("first", first), ("last", last)):
        if found is None:
            errors[name] = _("Indiquez un jour, par exemple 12/01/2027.")
    if first and last and not timedelta(0) <= last - first <= timedelta(days=400):
        errors["last"] = _("Le dernier jour doit venir après le premier, à treize mois au plus.")
    weekdays = {int(each) for each in typed.getlist("weekday") if each in "0123456" and len(each) == 1}
    if not weekdays:
        errors["weekday"] = _("Choisissez au moins un jour de la semaine.")
    slots = []
    for name, *_usual in SLOTS:
        if not typed.get(name):
            continue
        starts, ends = (forms.time_of_text(typed.get(f"{name}-{end}", "")) for end in ("starts", "ends"))
        if starts is None or ends is None:
            errors[f"{name}-starts"] = _("Indiquez deux heures, par exemple 9:00 et 12:30.")
        else:
            slots.append((starts, ends))
    if not slots and not errors:
        errors["am"] = _("Choisissez le matin, l’après-midi ou les deux.")
    mode = typed.get("rule-mode", "")
    if mode not in set(Mode) or mode == Mode.REMOTE_ALONE:
        errors["rule-mode"] = _("Choisissez comment ces demi-journées sont suivies.")
    if errors or first is None or last is None:
        return _shown(request, session_id, errors=errors, opened="rule")
    starts, ends = slots[0]
    model = Planned(day=first, starts=starts, ends=ends, mode=Mode(mode), place=typed.get("rule-place", ""))
    wanted = list(attendance.repeated(model, until=last, weekdays=weekdays, slots=slots))
    made = _plan(request, session_id, wanted)
    wrong = [Wrong(0, day_and_part(wanted[at]), sentence_of(why)) for at, why in made.refused]
    _tell(request, made)
    if wrong:
        return _shown(request, session_id, wrong=wrong, opened="rule")
    return see_other(f"{HOME}/sessions/{session_id}")


@writes(Audience.PROVIDER)
def plan_by_file(request: Request, session_id: UUID) -> HttpResponse:
    """Plan the half-days of a file: the good lines are kept, the others told with their number and column."""
    content, errors = _file(request, "plan")
    if content is None:
        return _shown(request, session_id, errors=errors, opened="file")
    good, wrong = forms.read_plan(content)
    made = _plan(request, session_id, [each for _line, each in good]) if good else None
    if made:
        wrong += [Wrong(good[at][0], "", sentence_of(why)) for at, why in made.refused]
        _tell(request, made)
    if wrong or not good:
        return _shown(request, session_id, wrong=sorted(wrong, key=lambda each: each.line), opened="file")
    return see_other(f"{HOME}/sessions/{session_id}")


@writes(Audience.PROVIDER)
def connections_by_file(request: Request, session_id: UUID) -> HttpResponse:
    """Note the connections that a platform wrote in a file, half-day by half-day."""
    by = actor_of(request)
    content, errors = _file(request, "connections")
    if content is None:
        return _shown(request, session_id, errors=errors, opened="connections")
    good, wrong = forms.read_connections(content)
    _card, followers = attendance.session(session_id, by=by, at=request.at)
    numbers = {each.number: each for each in followers}
    cards = {
        (card.plan.day, card.plan.starts): card
        for card in attendance.half_days_of(session_id, by=by)
        if card.state is not State.CANCELLED
    }
    written = 0
    for line in good:
        card, person = cards.get((line.day, line.starts)), numbers.get(line.number)
        if card is None or person is None:
            why = (
                _("Personne de cette session n’a ce numéro de dossier.")
                if card
                else _("Cette demi-journée n’est pas prévue : vérifiez le jour et l’heure.")
            )
            wrong.append(Wrong(line.line, "dossier" if card else "jour", why))
            continue
        try:
            written += actions.note_connections(
                half_day_id=card.id,
                connections=[Connected(enrolment_id=person.id, minutes=line.minutes, steps=line.steps)],
                means=Means.FILE,
                by=by,
                at=request.at,
            )
        except Refused as refused:
            wrong.append(Wrong(line.line, "", sentence_of(refused.reason, **refused.details)))
    messages.success(
        request, ngettext("%(n)s connexion enregistrée.", "%(n)s connexions enregistrées.", written) % {"n": written}
    )
    if wrong:
        return _shown(request, session_id, wrong=sorted(wrong, key=lambda each: each.line), opened="connections")
    return see_other(f"{HOME}/sessions/{session_id}")


def _plan(request: Request, session_id: UUID, wanted: Sequence[Planned]) -> Planning:
    return actions.plan(session_id=session_id, half_days=wanted, by=actor_of(request), at=request.at)


def _tell(request: Request, made: Planning) -> None:
    count = len(made.made)
    told = ngettext("%(n)s demi-journée est prévue.", "%(n)s demi-journées sont prévues.", count) % {"n": count}
    if made.known:
        told += " " + ngettext("%(n)s l’était déjà.", "%(n)s l’étaient déjà.", made.known) % {"n": made.known}
    (messages.success if count or made.known else messages.warning)(request, told)


def _file(request: Request, name: str) -> tuple[bytes | None, Errors]:
    """What the file of a form holds, or why it is not read."""
    file = request.FILES.get(name)
    if file is None:
        return None, {name: _("Choisissez un fichier CSV.")}
    if file.size is None or file.size > forms.MOST_BYTES:
        return None, {name: _("Ce fichier dépasse 1 Mo. Envoyez-le en plusieurs parties.")}
    return file.read(), {}


def _shown(
    request: Request,
    session_id: UUID,
    *,
    errors: Errors | None = None,
    wrong: Sequence[Wrong] = (),
    opened: str = "",
) -> HttpResponse:
    by = actor_of(request)
    card, followers = attendance.session(session_id, by=by, at=request.at)
    names = people.names_of({each.person_id for each in followers}, by=by, reason=REASON)
    half_days = attendance.half_days_of(session_id, by=by)
    standing = [each for each in half_days if each.state is not State.CANCELLED]
    return page(
        request,
        "provider/attendance_session.html",
        status=422 if errors or wrong else 200,
        card=card,
        half_days=standing,
        cancelled=[each for each in half_days if each.state is State.CANCELLED],
        followers=followers,
        names=names,
        rates=attendance.rates_of(followers),
        for_whom=_for_whom(followers, names),
        place=_usual_place(standing, followers),
        has_remote=any(each.plan.mode is not Mode.ON_SITE for each in standing),
        modes=list(Mode),
        slots=SLOTS,
        weekdays=_weekdays(),
        typed=request.POST,
        errors=errors or {},
        wrong=wrong,
        opened=opened,
        today=day_of(request.at),
        day_and_part=day_and_part,
        times=times,
        where=where,
    )


def _for_whom(followers: Sequence[Attendee], names: dict[UUID, Name]) -> list[tuple[str, str]]:
    shown = [
        (str(each.id), names[each.person_id].display if each.person_id in names else each.number) for each in followers
    ]
    return [("", _("Toutes les personnes de la session")), *shown]


def _usual_place(half_days: Sequence[HalfDayCard], followers: Sequence[Attendee]) -> str:
    """The place last planned, else that of the offer."""
    return next((each.plan.place for each in reversed(half_days) if each.plan.place), followers[0].place)


def _weekdays() -> list[tuple[int, str]]:
    names = (_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche"))
    return list(enumerate(names))
