"""A holder says what is wrong: the request goes to who can correct it, and a delay is promised (RGPD art. 12).

A company that declared the year and has its pages here is asked at once, when the holder chooses to write to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import law_on

from .. import events, permissions, words
from ..models import Inquiry
from ..numbers import new_number
from ..routing import companies_that_declared
from ..types import DECLARED, Act, ProofFile, Recipient, Refusal, State, Topic


@act
def open_inquiry(
    *,
    inquiry_id: UUID,
    topic: Topic,
    said: str,
    year: int | None = None,
    line: str = "",
    about: UUID | None = None,
    employer: str = "",
    company_id: UUID | None = None,
    proofs: Sequence[ProofFile] = (),
    by: Actor,
    at: datetime,
) -> UUID:
    """The id of the request: the one given, so that a form sent twice opens one. Other content under it is refused."""
    known = Inquiry.objects.select_for_update().filter(pk=inquiry_id).first()

    permissions.OPEN.require_any(by)
    assert by.account_id is not None
    assert by.id is not None
    words.require_words(said)
    files = words.inspected(proofs)
    facts: dict[str, object] = {
        "account": by.account_id, "topic": topic, "said": said, "year": year, "line": line, "about": about,
        "employer": employer, "company": company_id,
    }  # fmt: skip
    digest = words.digest_of(facts, proofs)
    if known is not None:
        if known.digest != digest:
            raise Refused(Refusal.ANOTHER_CONTENT)
        return known.id

    asked = company_id is not None
    if asked and (
        topic not in DECLARED
        or year is None
        or company_id not in {each.id for each in companies_that_declared(by.account_id, year, by=by)}
    ):
        raise Refused(Refusal.COMPANY_UNKNOWN)
    today = day_of(at)
    due_on = today + timedelta(days=law_on(today).delays.correction_answer_days)

    # After this point the request must be opened.
    inquiry = Inquiry.objects.create(
        id=inquiry_id,
        number=new_number(),
        account_id=by.account_id,
        person_id=by.id,
        topic=topic,
        recipient=Recipient.EMPLOYER if topic in DECLARED else Recipient.OPERATOR,
        state=State.RELAYED if asked else State.OPEN,
        company_id=company_id,
        addressed=asked,
        year=year,
        line=line,
        about=about,
        employer=employer.strip()[:200],
        opened_at=at,
        due_on=due_on,
        digest=digest,
    )
    words.write(inquiry, Act.OPEN, said, proofs=files, by=by, at=at)

    opened = events.Opened(
        about=inquiry.id,
        account_id=inquiry.account_id,
        topic=topic,
        recipient=inquiry.recipient,
        proofs=len(proofs),
    )
    record(opened, by=by, at=at)
    if asked:
        words.write(inquiry, Act.RELAY, "", by=by, at=at)
        record(events.Relayed(about=inquiry.id, account_id=inquiry.account_id), by=by, at=at)
    return inquiry.id
