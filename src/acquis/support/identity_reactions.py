"""What holders are told when agents found that two accounts are one person's, or that one account was two persons';
when a pension ended their rights, or did not after all; and what became of a proof they sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.accounts import queries as accounts
from acquis.accounts.events import ProofDecided, Reopened, RightsEnded
from acquis.joining import queries as joinings
from acquis.joining.events import JoiningApproved, PartingApproved, SplitApproved, UndoingApproved
from acquis.journal.reactions import reaction
from acquis.journal.types import Event
from acquis.kit.actor import Actor
from acquis.rules import EndGround

from .actions.tell import tell
from .identity_wording import AccountChange
from .types import Kind


@reaction(JoiningApproved)
def tell_joined(event: JoiningApproved, *, by: Actor, at: datetime) -> None:
    _tell(event, event.kept_id, AccountChange.JOINED, by=by, at=at)


@reaction(PartingApproved)
def tell_parted(event: PartingApproved, *, by: Actor, at: datetime) -> None:
    for person_id in (event.kept_id, event.merged_id):
        _tell(event, person_id, AccountChange.PARTED, by=by, at=at)


@reaction(SplitApproved)
def tell_split(event: SplitApproved, *, by: Actor, at: datetime) -> None:
    """Who loses what was another's hears why before they see less; the other, that something of theirs arrived."""
    _tell(event, event.person_id, AccountChange.SPLIT, by=by, at=at)
    _tell(event, event.other_id, AccountChange.RECEIVED, by=by, at=at)


@reaction(UndoingApproved)
def tell_undone(event: UndoingApproved, *, by: Actor, at: datetime) -> None:
    card = joinings.split(event.about, by=by)
    if card is not None:
        for person_id in (card.person_id, card.other_id):
            _tell(event, person_id, AccountChange.UNDONE, by=by, at=at)


@reaction(RightsEnded)
def tell_ended(event: RightsEnded, *, by: Actor, at: datetime) -> None:
    """Their age they know; the family of somebody who has died is written to by people, not by us."""
    if event.ground == EndGround.PENSION:
        _tell_account(event, event.about, AccountChange.ENDED, by=by, at=at)


@reaction(Reopened)
def tell_reopened(event: Reopened, *, by: Actor, at: datetime) -> None:
    _tell_account(event, event.about, AccountChange.REOPENED, by=by, at=at)


@reaction(ProofDecided)
def tell_proof(event: ProofDecided, *, by: Actor, at: datetime) -> None:
    what = AccountChange.PROOF_ACCEPTED if event.accepted else AccountChange.PROOF_REFUSED
    _tell_account(event, event.about, what, by=by, at=at)


def _tell(event: Event, person_id: UUID, what: AccountChange, *, by: Actor, at: datetime) -> None:
    account_id = accounts.account_of(person_id)
    if account_id is not None:
        _tell_account(event, account_id, what, by=by, at=at)


def _tell_account(event: Event, account_id: UUID, what: AccountChange, *, by: Actor, at: datetime) -> None:
    # Rights may end, be given back and end again, and an undoing be proposed twice: each is told.
    tell(
        account_id=account_id,
        person_id=accounts.person_of(account_id),
        kind=Kind.ACCOUNT_CHANGED,
        values={"what": what.value},
        reference=f"{event.kind} {event.about} {at.isoformat()}",
        by=by,
        at=at,
    )
