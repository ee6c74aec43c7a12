"""Deaths are told by civil identity only: whom they may be among those we know is for a register or an agent to say.

Nobody is created, no number is taken, and nothing is kept of somebody whom nobody of ours resembles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import crypto, events, matching, permissions, recognising
from ..matching import Verdict
from ..models import Candidate, Doubt, DoubtReference
from ..types import DeclaredIdentity, DoubtReason, DoubtState, Match, Outcome, Refusal

#: Under which reference those who told of a death wait for an answer.
REFERENCE = "death"


@act
def doubt_deaths(*, identities: Sequence[DeclaredIdentity], by: Actor, at: datetime) -> list[Match]:
    """One answer for each identity, in order; `died_on` where it is known. Doubtful: queued, once. Nobody: not ours."""
    permissions.MATCH.require_any(by)
    today = day_of(at)
    read = [recognising.read(place, identity, today=today) for place, identity in enumerate(identities)]
    asked = [replace(each, dead=True) for each in read]
    sound = [each for each in asked if not each.refusal]
    memory = recognising.recall(sound, candidates=True)
    matches, doubts, candidates, waits = {}, [], [], []
    for each in sound:
        reference = each.identity.reference
        doubt = next((memory.doubts[key] for key in each.doubt_keys if key in memory.doubts), None)
        if doubt is None:
            near = {
                known.id
                for known in memory.candidates(each)
                if matching.verdict(each.side, known.side, matching.compare(each.side, known.side)) is not Verdict.NO
            }
            if not near:
                matches[each.place] = Match(reference=reference, outcome=Outcome.NOBODY)
                continue
            doubt = Doubt(key=each.doubt_keys[-1], reason=DoubtReason.DEATH, state=DoubtState.OPEN, raised_at=at)
            doubt.declared_encrypted = crypto.seal(each.content, table="people_doubt", column="declared", row=doubt.id)
            memory.doubts[doubt.key] = doubt
            doubts.append(doubt)
            candidates += [Candidate(doubt=doubt, person_id=person_id) for person_id in sorted(near)]
            waits.append(DoubtReference(doubt=doubt, reference=REFERENCE))
        matches[each.place] = Match(reference=reference, outcome=Outcome.DOUBTFUL, doubt_id=doubt.id)
    for each in asked:
        if each.refusal:
            reason: Refusal = each.refusal
            refused = Match(reference=each.identity.reference, outcome=Outcome.REFUSED, reason=reason)
            matches[each.place] = refused

    # After this point the slice must succeed.
    Doubt.objects.bulk_create(doubts)
    Candidate.objects.bulk_create(candidates)
    DoubtReference.objects.bulk_create(waits)

    for doubt in doubts:
        record(events.DoubtRaised(about=doubt.id, reason=doubt.reason), by=by, at=at)
    return [matches[place] for place in range(len(asked))]
