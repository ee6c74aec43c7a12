"""Whether an offer makes sense: one body of checks for what comes in a file and for what is written by hand.

Each check notes a code of `anomalies`; whoever calls says where the object stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from .types import Entry, Modality
from .types.content import OfferAction, OfferSession, OfferTraining

#: Called with a code, whether it blocks, and the words of its sentence.
Note = Callable[..., None]

#: The longest texts that are taken, in characters, as the import of the platform has them.
LONGEST = {
    "title": 255, "objective": 3000, "expected_results": 3000, "content": 3000, "conditions": 3000,
    "admission": 3000, "accessibility": 250, "pedagogy": 200, "email": 160, "url": 400,
}  # fmt: skip
#: Texts without which nobody knows what is sold.
_NEEDED = ("title", "objective", "expected_results", "content")


class Rules(StrEnum):
    """Which rules apply: those of the platform's own file and screens, or what all formats have in common."""

    PLATFORM = "platform"
    COMMON = "common"


def check_training(training: OfferTraining, rules: Rules, note: Note) -> None:
    """The training itself. A certification is asked for when the account is to pay for one of its actions."""
    code, blocks = training.certification_code, training.blocks
    if not code and (training.by_account or not training.actions):
        note("no_certification")
    for block in sorted({b for b in blocks if blocks.count(b) > 1}):
        note("30070", block=block)
    for block in blocks:
        if not block.startswith(f"{code}BC"):
            note("block_not_in_certification", block=block, code=code)
    training.blocks = list(dict.fromkeys(blocks))
    if rules is not Rules.PLATFORM:
        return
    if code.startswith("RNCP") and not blocks:
        note("no_block")
    if code == "CPF200" and not re.fullmatch(r"\d{3}", training.category):
        note("no_category")


def check_action(action: OfferAction, rules: Rules, note: Note) -> None:
    """One way of following it: its place, and its price with and without tax."""
    if action.modality != Modality.REMOTE and not (action.place.postal_code and action.place.town):
        note("no_place")
    ttc, ht, rate = action.price_cents, action.price_without_vat_cents, action.vat_rate_permille
    # Two cents of rounding are nobody's mistake.
    if ht is not None and rate is not None and abs(ttc * 1000 - ht * (1000 + rate)) > 2000:
        note("vat_mismatch", ttc=_euros(ttc), ht=_euros(ht), rate=f"{rate / 10:g}".replace(".", ","), blocking=False)


def check_session(session: OfferSession, action: OfferAction, rules: Rules, note: Note) -> None:
    """The dates of a session, among those that `action` has already."""
    dates = (session.starts_on, session.ends_on)
    if action.entry == Entry.FIXED and None in dates:
        note("no_dates")
    if session.starts_on and session.ends_on and session.ends_on < session.starts_on:
        note("30020", start=f"{session.starts_on:%d/%m/%Y}", end=f"{session.ends_on:%d/%m/%Y}")
    same = any((s.starts_on, s.ends_on) == dates for s in action.sessions if s is not session)
    if rules is Rules.PLATFORM and dates != (None, None) and same:
        note("10133")


def check_among(training: OfferTraining, rules: Rules, note_on: Callable[[str], Note]) -> None:
    """Two actions must differ, and by more than a few hours."""
    if rules is not Rules.PLATFORM:
        return
    for rank, action in enumerate(training.actions):
        for other in training.actions[:rank]:
            if _sameness(action) != _sameness(other):
                continue
            if action.hours == other.hours:
                note_on(action.number)("30056", other=other.number)
            elif abs(action.hours - other.hours) < 10:
                note_on(action.number)("30057", other=other.number, blocking=False)
            else:
                continue
            break


def check_texts(training: OfferTraining, note: Note) -> None:
    """What the structure of a file says of the length of texts, for a training that came in none."""
    for name in _NEEDED:
        if not getattr(training, name).strip():
            note("empty_element", element=name)
    for name in ("title", "objective", "expected_results", "content"):
        _check_length(training, name, note)


def check_action_texts(action: OfferAction, note: Note) -> None:
    """Likewise for an action; and whom one asks must be said (30017 of the files)."""
    for name in ("conditions", "admission", "accessibility", "pedagogy", "email", "url"):
        _check_length(action, name, note)
    for name in ("phone", "email"):
        if not getattr(action, name):
            note(f"no_{name}", element=name)
    if action.by_account and action.price_cents <= 0:
        note("no_price", element="price_cents")
    if action.hours <= 0:
        note("no_hours", element="hours_centre")


def _check_length(part: OfferTraining | OfferAction, name: str, note: Note) -> None:
    length = len(getattr(part, name))
    if length > LONGEST[name]:
        note("too_long", element=name, length=length, most=LONGEST[name])


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _sameness(action: OfferAction) -> tuple[object, ...]:
    place = action.place
    return (
        action.modality, place.postal_code, place.town.casefold(), tuple(line.casefold() for line in place.lines),
        action.language, action.pedagogy, action.accessibility, action.price_cents,
    )  # fmt: skip
