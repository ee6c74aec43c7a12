"""What turns after confirmation, in the last weeks: files opened by each side, one decided, other dates proposed.

One of each kind, so that whoever plays an agent, a body or a holder can play it to its end. Bodies speak through one
of their agents, and holders for themselves, as they would.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries
from acquis.enrolments.types import (
    ControlMotive,
    EnrolmentDetails,
    EnrolmentId,
    State,
)
from acquis.hearings import actions as hearings
from acquis.hearings.types import Finding, HearingKind
from acquis.kit.actor import Actor, Role
from acquis.kit.ids import new_id
from acquis.people.types import ProofFile

from .lives import PLAYER
from .regimes import PAPER
from .stage import Staff, Stage

HOUR = timedelta(hours=1)
AHEAD = timedelta(days=21)


def enrolments_turn(stage: Stage, staff: Staff) -> None:
    """Open the files and propose the dates; nothing where the country is too small to have such an enrolment."""
    plays = (
        (State.SERVICE_DECLARED, 32, _contested_and_decided),
        (State.SERVICE_DECLARED, 22, _contested),
        (State.IN_TRAINING, 27, _excused),
        (State.IN_TRAINING, 7, _controlled),
        (State.CONFIRMED, 6, _moved),
    )
    taken: set[UUID] = set()
    for state, hours, play in plays:
        since = stage.now - hours * HOUR
        for one in _those_in(state):
            fits = one.history[-1].at < since and (state is not State.CONFIRMED or one.starts_on > stage.today + AHEAD)
            if fits and one.id not in taken and (one.due_at is None or one.due_at > stage.now):
                taken.add(one.id)
                play(one, stage, staff)
                break


def _those_in(state: State) -> Iterator[EnrolmentDetails]:
    """The enrolments in a state, the latest first."""
    rows = queries.enrolments_for_staff(by=PLAYER, states=[state], per_page=50).rows
    for row in sorted(rows, key=lambda row: (row.requested_at, row.id), reverse=True):
        yield queries.details(row.id, by=PLAYER)


def _holder(one: EnrolmentDetails) -> Actor:
    return Actor(roles=frozenset({Role.HOLDER}), id=one.person_id, account_id=one.account_id)


def _body(one: EnrolmentDetails) -> Actor:
    return Actor(roles=frozenset({Role.PROVIDER_AGENT}), id=new_id(), provider_id=one.provider_id)


def _contested(one: EnrolmentDetails, stage: Stage, staff: Staff) -> None:
    """Both sides have spoken: an agent has to decide."""
    at = stage.now - 20 * HOUR
    hearing_id = hearings.open_hearing(
        enrolment_id=one.id,
        kind=HearingKind.CONTEST,
        said="Trois séances ont été annulées par l’organisme et n’ont pas été rattrapées.",
        exhibits=[ProofFile(name="messages de l’organisme.pdf", content=PAPER)],
        by=_holder(one),
        at=at,
    )
    said = "Deux séances ont été reportées, pas annulées ; la troisième a été suivie à distance."
    hearings.state(hearing_id=hearing_id, said=said, by=_body(one), at=at + 4 * HOUR)


def _controlled(one: EnrolmentDetails, stage: Stage, staff: Staff) -> None:
    """An agent put it under control by themselves: both sides are asked."""
    hearings.open_hearing(
        enrolment_id=one.id,
        kind=HearingKind.CONTROL,
        said="Les feuilles d’émargement de cette session portent des signatures semblables : merci de les adresser.",
        motive=ControlMotive.ATTENDANCE_DOUBTED,
        by=staff.agent,
        at=stage.now - 6 * HOUR,
    )


def _contested_and_decided(one: EnrolmentDetails, stage: Stage, staff: Staff) -> None:
    """What was declared stood: the money follows at once."""
    at = stage.now - 30 * HOUR
    hearing_id = hearings.open_hearing(
        enrolment_id=one.id,
        kind=HearingKind.CONTEST,
        said="Le dernier jour n’a pas eu lieu.",
        by=_holder(one),
        at=at,
    )
    said = "Il a eu lieu à une autre adresse, communiquée la veille ; la feuille est signée."
    hearings.state(hearing_id=hearing_id, said=said, by=_body(one), at=at + 3 * HOUR)
    hearings.take(hearing_id=hearing_id, by=staff.agent, at=at + 5 * HOUR)
    hearings.decide(
        hearing_id=hearing_id,
        finding=Finding.AS_DECLARED,
        said="La feuille de ce jour porte votre signature, donnée par le code affiché sur place.",
        by=staff.agent,
        at=at + 26 * HOUR,
    )


def _excused(one: EnrolmentDetails, stage: Stage, staff: Staff) -> None:
    """A holder asks that force majeure be recognised; the body has time to answer."""
    hearings.open_hearing(
        enrolment_id=one.id,
        kind=HearingKind.FORCE_MAJEURE,
        said="Je suis hospitalisée depuis lundi et ne pourrai pas reprendre avant plusieurs mois.",
        exhibits=[ProofFile(name="bulletin d’hospitalisation.pdf", content=PAPER)],
        by=_holder(one),
        at=stage.now - 26 * HOUR,
    )


def _moved(one: EnrolmentDetails, stage: Stage, staff: Staff) -> None:
    """A body proposes to begin a week later; the holder has to answer."""
    week = timedelta(days=7)
    enrolments.propose_rescheduling(
        enrolment_id=EnrolmentId(one.id),
        starts_on=one.starts_on + week,
        ends_on=one.ends_on + week if one.ends_on else None,
        said="Notre formatrice est absente la première semaine.",
        by=_body(one),
        at=stage.now - 5 * HOUR,
    )
