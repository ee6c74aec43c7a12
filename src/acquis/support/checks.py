"""What must always be true: requests stand where their last entry left them, no message is forgotten, papers keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import OuterRef, Subquery

from acquis.journal.checks import check
from acquis.kit import clock
from acquis.people import crypto

from . import lifecycle
from .models import EnrolmentPaper, Entry, Inquiry, Sending
from .papers.said import digest_of
from .types import Act, SendingState, State

#: How long a message may wait for its worker before it is a fault.
PATIENCE = timedelta(days=2)


@check("support: a request stands where its last entry left it")
def state_follows_entries() -> Iterator[str]:
    latest = Entry.objects.filter(inquiry=OuterRef("pk")).order_by("-at", "-id")
    rows = Inquiry.objects.annotate(last=Subquery(latest.values("act")[:1]))
    for number, state, last in rows.values_list("number", "state", "last").iterator():
        if last is None:
            yield f"request {number} has no entry"
            continue
        expected = State.OPEN if last == Act.OPEN else lifecycle.INQUIRY.moves[Act(last)].target
        if state != expected:
            yield f"request {number} is {state}, its last entry is {last}"


@check("support: no message waits for ever")
def nothing_waits() -> Iterator[str]:
    before = clock.now() - PATIENCE
    for sending in Sending.objects.filter(state=SendingState.WAITING, message__at__lt=before).values_list(
        "id", flat=True
    ):
        yield f"sending {sending} still waits"


@check("support: every paper of an enrolment says what it said when it was issued")
def papers_are_as_issued() -> Iterator[str]:
    for row in EnrolmentPaper.objects.select_related("issued").iterator(chunk_size=100):
        text = crypto.unseal(row.said_sealed, table="support_enrolmentpaper", column="said", row=row.id)
        if digest_of(text) != row.issued.digest or (row.paper, row.about) != (row.issued.paper, row.issued.about):
            yield f"paper {row.number}: what is kept is not what was issued"
