"""What holders are told when agents decide whose account it is: who loses something hears why, who gains hears it."""

from __future__ import annotations

from datetime import date

import pytest
from tests import scenes
from tests.joining.test_splits import AGENT, APPROVER, AT, Scene

from acquis.accounts import queries as accounts
from acquis.accounts.actions import end_rights, record_death, reopen
from acquis.accounts.events import ProofDecided, Reopened, RightsEnded
from acquis.joining import actions
from acquis.joining.events import JoiningApproved, PartingApproved, SplitApproved, UndoingApproved
from acquis.journal.queries import history
from acquis.journal.reactions import reactions_to
from acquis.rules import EndGround
from acquis.support import models, wording
from acquis.support.identity_reactions import tell_proof
from acquis.support.identity_wording import AccountChange
from acquis.support.types import Kind

pytestmark = pytest.mark.django_db
HEARD = (JoiningApproved, PartingApproved, SplitApproved, UndoingApproved, RightsEnded, Reopened)
EVENTS = {event.kind: event for event in HEARD}


def hear(about) -> None:
    for line in history(about):
        if event := EVENTS.get(line.kind):
            told = {name: value for name, value in line.payload.items() if name in event.__dataclass_fields__}
            for reaction in reactions_to(event):
                if reaction.name.startswith("support."):
                    reaction.run(event(**told | {"about": line.about}), by=scenes.SYSTEM, at=line.at)


def told(person_id) -> list[str]:
    rows = models.Message.objects.filter(account_id=accounts.account_of(person_id), kind=Kind.ACCOUNT_CHANGED)
    return [row.values["what"] for row in rows.order_by("at", "id")]


def test_both_persons_of_a_split_are_told_and_once() -> None:
    scene = Scene()
    split_id = actions.propose_split(**scene.asked())
    actions.approve_split(split_id=split_id, by=APPROVER, at=AT)
    hear(split_id)
    hear(split_id)
    assert (told(scene.person), told(scene.other)) == (["split"], ["received"])
    actions.propose_undoing(split_id=split_id, reason="une seule personne", by=AGENT, at=AT)
    actions.approve_undoing(split_id=split_id, by=APPROVER, at=AT)
    hear(split_id)
    assert told(scene.person) == ["split", "undone"]


def test_joined_and_parted() -> None:
    kept, merged = scenes.a_holder(), scenes.a_holder()
    joining_id = actions.propose(
        kept_id=kept.person_id, merged_id=merged.person_id, reason="deux dossiers", by=AGENT, at=AT
    )
    actions.approve(joining_id=joining_id, by=APPROVER, at=AT)
    hear(joining_id)
    assert told(kept.person_id) == ["joined"]
    actions.propose_parting(joining_id=joining_id, reason="deux personnes", by=AGENT, at=AT)
    actions.approve_parting(joining_id=joining_id, by=APPROVER, at=AT)
    hear(joining_id)
    assert told(kept.person_id) == ["joined", "parted"]
    assert told(merged.person_id) == ["parted"]


@pytest.mark.parametrize(("accepted", "said"), [(True, "proof_accepted"), (False, "proof_refused")])
def test_what_became_of_a_proof_is_told(accepted: bool, said: str) -> None:
    holder = scenes.a_holder()
    event = ProofDecided(
        about=holder.account_id, account_id=holder.account_id, proof_id=holder.account_id, accepted=accepted
    )
    tell_proof(event, by=scenes.SYSTEM, at=AT)
    assert told(holder.person_id) == [said]


def test_a_pension_is_told_and_its_correction_but_no_death() -> None:
    holder, dead = scenes.a_holder(), scenes.a_holder()
    day = date(2026, 10, 1)
    end_rights(account_id=holder.account_id, ground=EndGround.PENSION, ended_on=day, by=AGENT, at=AT)
    reopen(account_id=holder.account_id, reason="pas à taux plein", by=AGENT, at=AT)
    record_death(account_id=dead.account_id, died_on=day, by=AGENT, at=AT)
    for each in (holder, dead):
        hear(each.account_id)
    assert sorted(told(holder.person_id)) == ["ended", "reopened"]
    assert told(dead.person_id) == []


@pytest.mark.parametrize("what", AccountChange)
def test_every_change_has_its_words(what: AccountChange) -> None:
    words = wording.words_of(Kind.ACCOUNT_CHANGED, {"what": what.value})
    assert words.subject
    assert words.sentences
    assert words.path.startswith("/mes-droits/")
