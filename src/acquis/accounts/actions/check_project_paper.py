"""An agent looks at the paper on which an endowment was given: not sound, the endowment is taken back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Account, ProjectPaper
from ..types import Refusal
from .withdraw_grant import withdraw_grant


@act
def check_project_paper(*, paper_id: UUID, sound: bool, reason: str = "", by: Actor, at: datetime) -> int:
    """What was taken back, in cents: 0 when the paper is sound. What was spent meanwhile is a shortfall."""
    paper = ProjectPaper.objects.select_for_update().select_related("grant").filter(pk=paper_id).first()
    if paper is None:
        raise Refused(Refusal.PAPER_UNKNOWN)
    account = Account.objects.locked(paper.grant.account_id)

    permissions.JUDGE.require(by, account)
    if paper.sound is not None:
        raise Refused(Refusal.ALREADY_DECIDED)
    if not sound and not reason.strip():
        raise Refused(Refusal.REASON_MISSING)

    # After this point the answer must be written; what went to another person meanwhile is not taken from them.
    paper.sound, paper.looked_at, paper.looked_by, paper.reason = sound, at, by.key, reason.strip()
    paper.save(update_fields=["sound", "looked_at", "looked_by", "reason"])
    taken = 0
    if not sound and paper.grant.handed_over_at is None:
        taken = withdraw_grant(
            reference=paper.grant_id, reason=reason, by=system(f"project paper {paper.id} looked at"), at=at
        )

    record(events.ProjectPaperLookedAt(about=account.id, paper_id=paper.id, sound=sound), by=by, at=at)
    return taken
