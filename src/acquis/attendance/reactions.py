"""What is done here when others announce a fact: what a provider declares is compared with the record."""

from __future__ import annotations

from datetime import datetime

from acquis.enrolments.events import ServiceDeclared
from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor

from . import actions


@reaction(ServiceDeclared)
def compare_with_record(event: ServiceDeclared, *, by: Actor, at: datetime) -> None:
    actions.compare(enrolment_id=event.about, declared_percent=event.rate_percent, by=by, at=at)
