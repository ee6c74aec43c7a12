"""Half-days and presences in words, for the pages, files and papers that show a record of attendance."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from acquis.attendance.types import EntryCard, HalfDayCard, Mode, Planned, Presence, Record, Standing, Strength
from acquis.rules import Completion

from .design.written import NBSP, day_long, day_short, decimal, moment
from .labels import label

#: The colour of what is known of a half-day.
TONES = {
    Strength.BOTH_SIGNED: "success",
    Strength.CONNECTION: "success",
    Strength.PAPER: "info",
    Strength.TRAINER_ALONE: "warning",
    Strength.HOLDER_ALONE: "warning",
    Strength.DISAGREE: "danger",
    Strength.NOTHING: "neutral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One half-day of a record, in words."""

    half_day_id: UUID
    day: str
    times: str
    where: str
    presence: str
    followed: str
    proof: str
    tone: str
    late: bool
    can_sign: bool
    asks_code: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One line of a record, in words: who, what, how, when, and its digest."""

    rank: int
    half_day: str
    what: str
    who: str
    means: str
    when: str
    motive: str
    digest: str


def times(plan: Planned) -> str:
    """« 9 h 00 – 12 h 30 »."""
    return f"{plan.starts.hour} h {plan.starts:%M} – {plan.ends.hour} h {plan.ends:%M}".replace(" ", NBSP).replace(
        f"–{NBSP}", "– "
    )


def day_and_part(plan: Planned, *, short: bool = False) -> str:
    """« mardi 8 décembre, matin »."""
    return f"{day_short(plan.day) if short else day_long(plan.day)}, {label(plan.part)}"


def where(plan: Planned) -> str:
    """The place, or how it is followed at a distance."""
    if plan.mode is Mode.ON_SITE:
        return plan.place
    if plan.mode is Mode.REMOTE_ALONE:
        return _("%(mode)s, %(steps)s exercices") % {"mode": label(plan.mode), "steps": plan.steps}
    return label(plan.mode)


def hours_of(minutes: int) -> str:
    """« 3 h 30 »."""
    said = f"{minutes // 60} h {minutes % 60:02d}" if minutes % 60 else f"{minutes // 60} h"
    return said.replace(" ", NBSP)


def followed(card: HalfDayCard, standing: Standing) -> str:
    """What was followed of what was planned."""
    if card.plan.mode is Mode.REMOTE_ALONE:
        return _("%(done)s exercices sur %(total)s") % {"done": standing.steps, "total": card.plan.steps}
    return _("%(done)s sur %(total)s") % {"done": hours_of(standing.minutes), "total": hours_of(card.plan.minutes)}


def presence_words(standing: Standing) -> str:
    """What is said of somebody; a dash as long as nothing is."""
    return label(standing.presence) if standing.presence else "—"


def hundredths(value: int) -> str:
    """Hundredths as a form takes them: « 17,5 », « 35 »."""
    return f"{int(value) // 100},{int(value) % 100:02d}".rstrip("0").rstrip(",")


def rows_of(record: Record) -> list[Row]:
    return [
        Row(
            half_day_id=each.card.id,
            day=day_and_part(each.card.plan),
            times=times(each.card.plan),
            where=where(each.card.plan),
            presence=presence_words(each.standing),
            followed=followed(each.card, each.standing) if each.standing.presence else "—",
            proof=label(each.standing.strength),
            tone=TONES[each.standing.strength],
            late=each.standing.late,
            can_sign=each.can_sign,
            asks_code=each.asks_code,
        )
        for each in record.half_days
    ]


def proofs_of(record: Record, *, holder: str, provider: str) -> list[Proof]:
    """Every line of the record. The holder and the provider are called as given; the system is the provider's link."""
    plans = {each.card.id: each.card.plan for each in record.half_days}
    return [
        Proof(
            rank=entry.rank,
            half_day=day_and_part(plans[entry.half_day_id], short=True) if entry.half_day_id in plans else "—",
            what=_what(entry),
            who=holder if entry.by.startswith("holder:") else entry.trainer or provider,
            means=label(entry.means) + (f" ({_('tardive')})" if entry.late else ""),
            when=moment(entry.at),
            motive=entry.motive,
            digest=entry.digest,
        )
        for entry in record.entries
    ]


def _what(entry: EntryCard) -> str:
    said = label(entry.kind)
    if entry.presence is None or (entry.presence is Presence.PRESENT and not entry.steps):
        return said
    measured = _("%(steps)s exercices") % {"steps": entry.steps} if entry.steps else hours_of(entry.minutes)
    return f"{said}{_(' : ')}{label(entry.presence)}" + ("" if entry.presence is Presence.ABSENT else f", {measured}")


def completion_words(completion: Completion) -> str:
    """« 17,5 h sur 35 h » or « 4 exercices sur 6 »; empty when nothing is planned."""
    if not completion.total:
        return ""
    done, total = (
        decimal(f"{int(x) // 100}.{int(x) % 100:02d}".rstrip("0").rstrip("."))
        for x in (completion.done, completion.total)
    )
    if completion.by_steps:
        return _("%(done)s exercices sur %(total)s") % {"done": done, "total": total}
    return _("%(done)s h suivies sur %(total)s h prévues") % {"done": done, "total": total}
