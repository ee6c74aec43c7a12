"""An agent asks the State's register of persons about a doubtful identity; the answer helps them, they decide."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.outside import identity_register as register

from .. import events, lifecycle, permissions, recognising
from ..models import Doubt
from ..types import Act, DoubtState, Refusal, Sex

_SEXES = {Sex.FEMALE: register.Sex.FEMALE, Sex.MALE: register.Sex.MALE, Sex.UNSPECIFIED: register.Sex.UNKNOWN}


@act
def ask_register(*, doubt_id: UUID, by: Actor, at: datetime) -> str:
    """The kind of answer, a `register.Kind`, or "deceased"; refused REGISTER_SILENT when there is none."""
    doubt = Doubt.objects.locked(doubt_id)

    permissions.SETTLE_DOUBTS.require(by, doubt)
    lifecycle.DOUBT.require(Act.ASK, DoubtState(doubt.state))
    asked = recognising.read_again(doubt)
    try:
        answer = register.ask(
            register.Question(
                birth_name=asked.identity.birth_name,
                first_names=asked.identity.first_names,
                born_on=asked.identity.born_on,
                sex=_SEXES[asked.side.sex],
                birth_place=asked.side.place or asked.side.country,
            )
        )
    except register.Unavailable:
        raise Refused(Refusal.REGISTER_SILENT) from None

    # After this point the answer is kept, as a word: what the register holds of the person is not ours to keep.
    doubt.register_answer = "deceased" if answer.dead else answer.kind.value
    doubt.register_asked_at = at
    doubt.save(update_fields=["register_answer", "register_asked_at"])

    record(events.RegisterAsked(about=doubt.id), by=by, at=at)
    return doubt.register_answer
