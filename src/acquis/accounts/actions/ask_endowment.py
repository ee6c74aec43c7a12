"""A holder asks for what an accident or a disease of work gives them (CSS L432-12): it is there at once.

The health insurance has told of the accident, its rate and its notice. That an adviser attested the project, it told
too, or the holder shows by a paper: what is given on a paper is looked at afterwards (`check_project_paper`).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.types import House
from acquis.people.actions import keep_document
from acquis.rules import EndowmentRequest, accident_endowment

from .. import events, granting, held, lifecycle, permissions, risks
from ..law import law_of
from ..models import Account, ProjectPaper
from ..types import AccountState, Adviser, GrantGround, PurseKind, Refusal


@act
def ask_endowment(
    *,
    account_id: UUID,
    accident: str,
    adviser: Adviser | None = None,
    attested_on: date | None = None,
    content: bytes | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """What the accident gave, in cents; asked again, the same. `content` is the attestation: a PDF, a JPEG or a PNG."""
    account = Account.objects.locked(account_id)

    permissions.USE_RISKS.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    told = risks.accident_of(account, accident)
    if told is None:
        raise Refused(Refusal.ACCIDENT_UNKNOWN)
    if (given := risks.given_for(accident)) is not None:
        return given.amount
    today = day_of(at)
    if content is not None and told.attested_on is None:
        if adviser is None:
            raise Refused(Refusal.ADVISER_MISSING)
        if attested_on is None or attested_on > today:
            raise Refused(Refusal.DAY_TO_COME, field="attested_on")
        if attested_on < told.notified_on:
            raise Refused(Refusal.DAYS_CROSSED, field="attested_on")
    facts = {
        "accident": accident,
        "incapacity_percent": told.incapacity_percent,
        "notified_on": told.notified_on,
        "requested_on": today,
        "notice_says_delay": told.says_delay,
        "project_attested": told.attested_on is not None or content is not None,
    }

    question = {name: value for name, value in facts.items() if name != "accident"}
    answer = accident_endowment(law_of(today), EndowmentRequest(**question, balance_cents=held.on_account(account)))
    if answer.refusal is not None:
        raise Refused(answer.refusal)

    # After this point the endowment must succeed, unless the paper itself is refused.
    grant = granting.write(
        account=account,
        kind=PurseKind.ATMP,
        ground=GrantGround.ACCIDENT,
        reference=granting.in_turn(f"accident {accident}"),
        facts=facts,
        working=answer,
        amount=answer.endowment_cents,
        source=House.TOP_UPS_RECEIVED,
        by=by,
        at=at,
    )
    if content is not None and told.attested_on is None and adviser is not None and attested_on is not None:
        paper = ProjectPaper.objects.create(
            account=account,
            grant=grant,
            accident=told,
            adviser=adviser.value,
            attested_on=attested_on,
            document_id=keep_document(person_id=account.person_id, content=content, by=by, at=at),
            filed_at=at,
        )
        record(events.ProjectPaperFiled(about=account.id, account_id=account.id, paper_id=paper.id), by=by, at=at)
    return grant.amount
