"""What is wrong in a draft: the checks of the import, each told beside its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as words

from . import own_list
from .anomalies import sentence
from .checking import (
    Rules,
    check_action,
    check_action_texts,
    check_among,
    check_session,
    check_texts,
    check_training,
)
from .models import Certification, Training
from .types import DraftFinding, OfferState
from .types.content import OfferTraining

#: The field of the screens beside which each code is told, when the check does not say.
_FIELDS = {
    code: field
    for field, codes in {
        "certification_code": ("no_certification", "not_in_list", "certification_not_known"),
        "blocks": ("no_block", "30070", "block_not_in_certification"),
        "category": ("no_category", "30077"),
        "town": ("no_place",),
        "price_without_vat": ("vat_mismatch",),
        "price": ("no_price", "30056"),
        "hours_centre": ("30057", "no_hours"),
        "starts_on": ("no_dates", "10133"),
        "ends_on": ("30020",),
        "actions": ("without_action",),
        "sessions": ("without_session",),
    }.items()
    for code in codes
}
#: How the fields are called in sentences.
NAMES = {
    "title": words("Titre"),
    "objective": words("Ce que l’on saura faire"),
    "expected_results": words("Ce que l’on obtient"),
    "content": words("Programme"),
    "conditions": words("Conditions d’accès"),
    "admission": words("Comment on est admis"),
    "accessibility": words("Accueil des personnes handicapées"),
    "pedagogy": words("Comment on apprend"),
    "email": words("Courriel"),
    "url": words("Lien"),
}


#: Without these an offer cannot be paid for with rights (L6323-6), nor its price be told: no file lets them through.
_NEEDED_BY_LAW = frozenset({"no_certification", "not_in_list", "no_price"})
#: What the fields of the screens are called in a content, where it is not the same.
_ATTRIBUTES = {"price": "price_cents", "town": "place"}


def findings_of(offer: OfferTraining, provider_id: UUID, *, before: OfferTraining | None = None) -> list[DraftFinding]:
    """Everything that is wrong, in the order of the screens; the blocking ones keep the draft from being submitted.

    `before` is what is published. What was wrong there, of a value that did not change, blocks nothing unless the law
    needs it: a file of another format was let through without it, and whoever mends a word is not asked for the rest.
    """
    found = _all(offer, provider_id)
    if before is None:
        return found
    known = {_of_value(each, before) for each in _all(before, provider_id) if each.code not in _NEEDED_BY_LAW}
    return [replace(each, blocking=each.blocking and _of_value(each, offer) not in known) for each in found]


def _of_value(finding: DraftFinding, offer: OfferTraining) -> tuple[str, ...]:
    """A finding with the value it is about: another value, though wrong in the same way, is another finding."""
    _, _, inside = finding.part.partition("/")
    number, _, session = inside.partition("/sessions/")
    part: Any = next((each for each in offer.actions if each.number == number), None) if inside else offer
    if session and part is not None:
        part = next((each for each in part.sessions if each.number == session), None)
    value = getattr(part, _ATTRIBUTES.get(finding.field, finding.field), None)
    return finding.part, finding.field, finding.code, finding.sentence, repr(value)


def _all(offer: OfferTraining, provider_id: UUID) -> list[DraftFinding]:
    found: list[DraftFinding] = []

    def note_on(part: str) -> Callable[..., None]:
        def note(code: str, /, *, blocking: bool = True, line: Any = None, **said: Any) -> None:
            element = str(said.get("element", ""))
            field = "price" if element == "price_cents" else element or _FIELDS.get(code, "")
            if element in NAMES:
                said["element"] = _(NAMES[element])
            found.append(
                DraftFinding(part=part, field=field, code=code, sentence=sentence(code, **said), blocking=blocking)
            )

        return note

    note = note_on("")
    check_texts(offer, note)
    check_training(offer, Rules.PLATFORM, note)
    _check_known(offer, provider_id, note)
    if not offer.actions:
        note("without_action")
    for action in offer.actions:
        part = f"actions/{action.number}"
        check_action(action, Rules.PLATFORM, note_on(part))
        check_action_texts(action, note_on(part))
        if not action.sessions:
            note_on(part)("without_session")
        for rank, session in enumerate(action.sessions):
            # A session is judged among those before it, as in a file.
            before = action.sessions[:rank]
            check_session(session, _with(action, before), Rules.PLATFORM, note_on(f"{part}/sessions/{session.number}"))
    check_among(offer, Rules.PLATFORM, lambda number: note_on(f"actions/{number}"))
    return found


def _with(action: Any, sessions: list[Any]) -> Any:
    shown = type(action)(action.number, entry=action.entry)
    shown.sessions = sessions
    return shown


def _check_known(offer: OfferTraining, provider_id: UUID, note: Callable[..., None]) -> None:
    """What only the catalogue can say: the certification, its blocks, and one offer of VAE support a field."""
    code = offer.certification_code
    certification = Certification.objects.filter(pk=code).first()
    # What the account does not pay for may lead to anything.
    if code and own_list.kind_of(code, clea=False) is None and (offer.by_account or not offer.actions):
        note("not_in_list", element="certification_code", value=code)
    elif code and certification is None:
        note("certification_not_known", code=code, blocking=False)
    if certification is not None:
        blocks = {block.code for block in certification.blocks.all()}
        for block in offer.blocks:
            if blocks and block not in blocks and block.startswith(f"{code}BC"):
                note("block_not_in_certification", block=block, code=code)
    if code == "CPF200" and offer.category and field_taken(provider_id, offer) is not None:
        note("30077", category=offer.category)


def field_taken(provider_id: UUID, offer: OfferTraining) -> str | None:
    """The number of another offer of VAE support of this provider in the same field."""
    rows = Training.objects.filter(provider_id=provider_id, certification_code="CPF200", category=offer.category)
    others = rows.exclude(state=OfferState.WITHDRAWN).exclude(number=offer.number)
    return others.values_list("number", flat=True).first()
