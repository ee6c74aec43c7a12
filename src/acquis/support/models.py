"""Requests and what was said about them, messages and their sending, statements issued."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people.sealed import SealedField

from .types import KEPT_PAPERS, Act, Channel, Kind, Outcome, Paper, Recipient, Refusal, SendingState, State, Topic


class InquirySet(models.QuerySet["Inquiry"]):
    def locked(self, inquiry_id: UUID) -> Inquiry:
        """The request, locked until the end of the transaction."""
        inquiry = self.select_for_update().filter(pk=inquiry_id).first()
        if inquiry is None:
            raise Refused(Refusal.INQUIRY_UNKNOWN, inquiry=str(inquiry_id))
        return inquiry


class Inquiry(models.Model):
    """A holder's request to have something corrected or explained, followed to its answer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=11)
    account_id = models.UUIDField()
    person_id = models.UUIDField()
    topic = models.TextField()
    recipient = models.TextField()
    state = models.TextField(default=State.OPEN)
    year = models.SmallIntegerField(null=True)
    #: The reference of the movement in the ledger, and the enrolment, when it is about one.
    line = models.TextField(default="")
    about = models.UUIDField(null=True)
    employer = models.CharField(max_length=200, default="")
    #: The company that is asked to correct; `addressed` when the holder wrote to it themself, and it reads their words.
    company_id = models.UUIDField(null=True)
    addressed = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    taken_by = models.TextField(default="")
    outcome = models.TextField(null=True)
    #: The digest of what was sent at first: the same id with other words is another request.
    digest = models.CharField(max_length=64)

    objects = InquirySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_request_per_number"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="request_state_is_known"),
            models.CheckConstraint(condition=Q(topic__in=[t.value for t in Topic]), name="request_topic_is_known"),
            models.CheckConstraint(
                condition=Q(recipient__in=[r.value for r in Recipient]), name="request_recipient_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(outcome__in=[o.value for o in Outcome]),
                name="request_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ANSWERED.value) | Q(outcome__isnull=False), name="an_answer_has_an_outcome"
            ),
            models.CheckConstraint(
                condition=Q(company_id__isnull=True, addressed=False)
                | Q(recipient=Recipient.EMPLOYER.value) & Q(company_id__isnull=False),
                name="a_company_is_asked_of_what_it_declared",
            ),
        ]
        indexes = [
            models.Index(fields=["account_id", "opened_at"], name="requests_of_account"),
            models.Index(fields=["state", "due_on"], name="requests_by_state"),
            models.Index(
                fields=["company_id", "due_on"], name="requests_of_company", condition=Q(company_id__isnull=False)
            ),
        ]


class Entry(models.Model):
    """One thing done about a request; what was written is sealed, since people write about themselves."""

    id = models.UUIDField(primary_key=True, default=new_id)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="entries")
    act = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()
    words_sealed = SealedField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(act__in=[a.value for a in Act]), name="request_act_is_known")]
        indexes = [models.Index(fields=["inquiry", "at"], name="entries_of_request")]


class Proof(models.Model):
    """A file attached to what a holder wrote, sealed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="proofs")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.IntegerField()
    #: True when a virus scanner has looked and found nothing; false where no scanner is set up.
    scanned = models.BooleanField(default=False)
    #: Some megabytes each: few are open at once.
    content_sealed = SealedField(at_once=4)


class Message(models.Model):
    """Something a holder, or a training body, is told: what kind, and the figures; its words are made when it is shown.

    `account_id` says whose it is, and where it lives: of a body, the body itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    account_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    provider_id = models.UUIDField(null=True)
    kind = models.TextField()
    values = models.JSONField(default=dict)
    about = models.UUIDField(null=True)
    #: What the message is told for: the same twice is told once.
    reference = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account_id", "reference"], name="a_message_is_told_once"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="message_kind_is_known"),
            models.CheckConstraint(
                condition=Q(person_id__isnull=False, provider_id__isnull=True)
                | Q(person_id__isnull=True, provider_id=F("account_id")),
                name="a_message_is_to_a_holder_or_a_body",
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "-at"], name="messages_of_person"),
            models.Index(
                fields=["provider_id", "-at"], name="messages_of_body", condition=Q(provider_id__isnull=False)
            ),
        ]


class Sending(models.Model):
    """A message to be sent by one way: written with the message, sent by the worker, once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="sendings")
    channel = models.TextField()
    state = models.TextField(default=SendingState.WAITING)
    attempts = models.SmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="a_message_leaves_once_by_each_way"),
            models.CheckConstraint(condition=Q(channel__in=[c.value for c in Channel]), name="channel_is_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in SendingState]), name="sending_is_known"),
            models.CheckConstraint(
                condition=Q(state=SendingState.SENT.value, sent_at__isnull=False)
                | (~Q(state=SendingState.SENT.value) & Q(sent_at__isnull=True)),
                name="what_was_sent_says_when",
            ),
        ]


class Wish(models.Model):
    """By which ways a person wants to be told, once they said so."""

    person_id = models.UUIDField(primary_key=True)
    email = models.BooleanField()
    text = models.BooleanField()
    said_at = models.DateTimeField()


class Issued(models.Model):
    """Something given on paper: what its code answers for. It names only the account."""

    code = models.CharField(primary_key=True, max_length=14)
    paper = models.TextField(default=Paper.STATEMENT)
    account_id = models.UUIDField()
    issued_at = models.DateTimeField()
    lines = models.IntegerField()
    balance_cents = models.BigIntegerField()
    year = models.SmallIntegerField(null=True)
    whole_account = models.BooleanField()
    #: SHA-256 of what was written; of a record of attendance, the digest of its last line.
    digest = models.CharField(max_length=64)
    #: The enrolment that it is of; the completion rate, of a record or a certificate.
    about = models.UUIDField(null=True)
    rate_percent = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(paper__in=[p.value for p in Paper]), name="paper_is_known"),
            models.CheckConstraint(
                condition=Q(paper=Paper.STATEMENT.value) | Q(about__isnull=False),
                name="attendance_is_of_an_enrolment",
            ),
        ]
        indexes = [models.Index(fields=["account_id", "issued_at"], name="statements_of_account")]


class EnrolmentPaper(models.Model):
    """A paper of an enrolment as it was issued, for ever: what changes makes another, with its own number."""

    id = models.UUIDField(primary_key=True, default=new_id)
    issued = models.OneToOneField(Issued, on_delete=models.PROTECT, related_name="kept")
    account_id = models.UUIDField()
    person_id = models.UUIDField()
    provider_id = models.UUIDField()
    about = models.UUIDField()
    paper = models.TextField()
    version = models.SmallIntegerField()
    number = models.CharField(max_length=20)
    #: What it was issued for: the same twice is issued once.
    reference = models.TextField()
    #: All it says, sealed, for it names the holder.
    said_sealed = SealedField(at_once=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_paper_per_number"),
            models.UniqueConstraint(fields=["about", "paper", "reference"], name="a_paper_is_issued_once"),
            models.CheckConstraint(condition=Q(paper__in=[p.value for p in KEPT_PAPERS]), name="kept_paper_is_known"),
        ]
        indexes = [models.Index(fields=["account_id", "about"], name="papers_of_enrolment")]
