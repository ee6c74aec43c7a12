"""Persons, the identities that vouch for them, the professionals, and the fresh proofs a purchase asks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Left

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from . import crypto
from .matching import OPENING_LETTERS
from .sealed import SealedField
from .types import (
    AgentKind,
    CivilIdentity,
    DoubtReason,
    DoubtState,
    Evidence,
    MediaType,
    NumberKind,
    Refusal,
    Sex,
    matching_key,
)

#: The first of somebody's first names, as an expression of the database.
FIRST_WORD = Func(F("first_names_key"), Value(" "), Value(1), function="split_part", output_field=models.CharField())


class People(models.QuerySet["Person"]):
    """The vocabulary of sets of persons."""

    def of_civil(self, civil: CivilIdentity) -> People:
        """Those whose civil identity is exactly this one, spelling aside."""
        return self.filter(
            birth_name_key=matching_key(civil.birth_name),
            first_names_key=matching_key(civil.first_names),
            born_on=civil.born_on,
            sex=civil.sex,
            birth_place=civil.birth_place,
            birth_country=civil.birth_country,
        )


class Person(models.Model):
    """Somebody: the only row of the house that holds a name, a birth, a NIR or a way to reach them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    birth_name = models.CharField(max_length=200)
    usage_name = models.CharField(max_length=200, blank=True)
    first_names = models.CharField(max_length=300)
    #: The keys under which spellings of the names are compared (`types.matching_key`).
    birth_name_key = models.CharField(max_length=250)
    usage_name_key = models.CharField(max_length=250, blank=True)
    first_names_key = models.CharField(max_length=350)
    sex = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Sex])
    born_on = models.DateField()
    birth_place = models.CharField(max_length=5, blank=True)
    birth_country = models.CharField(max_length=5)
    #: See `crypto`: the sealed NIR (key version, nonce, ciphertext) and the index under which it is found.
    nir_encrypted = SealedField(null=True, index="nir_index", index_of=lambda row, nir: crypto.nir_index(nir))
    nir_index = models.CharField(max_length=80, null=True)
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=120, blank=True)
    registered_at = models.DateTimeField()
    #: The person this one turned out to be; its names and numbers go on leading there.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    objects = People.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nir_index"], name="one_person_per_nir"),
            models.CheckConstraint(
                condition=Q(nir_encrypted__isnull=True, nir_index__isnull=True)
                | Q(nir_encrypted__isnull=False, nir_index__isnull=False),
                name="nir_is_sealed_and_indexed_together",
            ),
            models.CheckConstraint(condition=~Q(birth_name_key=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="person_is_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["birth_name_key", "born_on"], name="person_by_birth_name"),
            models.Index(fields=["usage_name_key", "born_on"], name="person_by_usage_name"),
            # What a declared identity is looked for under, when a name is written otherwise (`matching.block_words`).
            models.Index(F("born_on"), Left("birth_name_key", OPENING_LETTERS), name="person_by_day_and_opening"),
            models.Index(F("born_on"), FIRST_WORD, name="person_by_day_and_first_name"),
        ]

    def write_civil(self, civil: CivilIdentity) -> None:
        """Take the civil identity, and the keys that follow from it."""
        self.birth_name, self.usage_name, self.first_names = civil.birth_name, civil.usage_name, civil.first_names
        self.birth_name_key = matching_key(civil.birth_name)
        self.usage_name_key = matching_key(civil.usage_name)
        self.first_names_key = matching_key(civil.first_names)
        self.sex, self.born_on = civil.sex, civil.born_on
        self.birth_place, self.birth_country = civil.birth_place, civil.birth_country

    @property
    def civil(self) -> CivilIdentity:
        return CivilIdentity(
            birth_name=self.birth_name,
            usage_name=self.usage_name,
            first_names=self.first_names,
            born_on=self.born_on,
            sex=Sex(self.sex),
            birth_place=self.birth_place,
            birth_country=self.birth_country,
        )


class Number(models.Model):
    """A number of a person besides the NIR in force (`types.NumberKind`), sealed and found as the NIR is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="numbers")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in NumberKind])
    number_encrypted = SealedField(index="number_index", index_of=lambda row, number: row.index_of(number))
    number_index = models.CharField(max_length=80)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number_index", "person"], name="a_number_once_per_person"),
        ]

    def index_of(self, number: str) -> str:
        """Where `number` is found; provisional ones have an index of their own."""
        return crypto.blind_index(number, use="provisional" if self.kind == NumberKind.PROVISIONAL else "nir")


class Recognition(models.Model):
    """What was answered once about an identity without a NIR, so that a replay is answered the same.

    `key` is the blind index of the reference and of everything declared; nothing of it can be read back.
    """

    key = models.CharField(primary_key=True, max_length=80)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recognitions")
    evidence = models.CharField(max_length=12, choices=[(e.value, e.value) for e in Evidence])
    at = models.DateTimeField()


class DoubtSet(models.QuerySet["Doubt"]):
    def locked(self, doubt_id: UUID) -> Doubt:
        """The doubt, held until the end of the transaction; refused when there is none."""
        doubt = self.select_for_update().filter(pk=doubt_id).first()
        if doubt is None:
            raise Refused(Refusal.DOUBT_UNKNOWN)
        return doubt


class Doubt(models.Model):
    """A declared identity that nobody could place by rule; what was declared is sealed whole.

    One identity declared again and again is one doubt, found by the blind index of everything declared.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=80, unique=True)
    declared_encrypted = SealedField(index="key", index_of=lambda row, told: crypto.blind_index(told, use="doubt"))
    reason = models.CharField(max_length=24, choices=[(r.value, r.value) for r in DoubtReason])
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in DoubtState], default=DoubtState.OPEN)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    #: Who it turned out to be.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="settled_doubts")
    note = models.CharField(max_length=500, blank=True)
    #: What the identity register answered last, as a word, and when it was asked.
    register_answer = models.CharField(max_length=24, blank=True)
    register_asked_at = models.DateTimeField(null=True)

    objects = DoubtSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DoubtState.SETTLED, person__isnull=False, settled_at__isnull=False)
                | (~Q(state=DoubtState.SETTLED) & Q(person__isnull=True, settled_at__isnull=True)),
                name="a_settled_doubt_has_its_person",
            ),
        ]
        indexes = [models.Index(fields=["state", "raised_at"], name="doubts_by_age")]


class Candidate(models.Model):
    """A known person a doubtful identity may be."""

    doubt = models.ForeignKey(Doubt, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="doubts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["doubt", "person"], name="one_candidacy_per_doubt")]


class DoubtReference(models.Model):
    """Under which reference a declarer waits for the answer to a doubt."""

    reference = models.CharField(max_length=200)
    doubt = models.ForeignKey(Doubt, on_delete=models.CASCADE, related_name="references")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["doubt", "reference"], name="one_wait_per_doubt_and_reference")]


class Identity(models.Model):
    """An identity provider's word that (issuer, sub) is this person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=300)
    sub = models.CharField(max_length=255)
    attached_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "sub"], name="one_person_per_issuer_and_sub"),
            models.UniqueConstraint(fields=["person", "issuer"], name="one_identity_per_person_and_issuer"),
        ]


class Agent(models.Model):
    """A professional: enrolled first, known by ProConnect from their first sign-in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in AgentKind])
    first_name = models.CharField(max_length=200)
    last_name = models.CharField(max_length=200)
    email = models.CharField(max_length=320)
    email_key = models.CharField(max_length=320)
    siret = models.CharField(max_length=14)
    organisation_id = models.UUIDField(null=True)
    roles = models.JSONField(default=list)
    enrolled_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["siret", "email_key"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_agent_per_siret_and_email",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[AgentKind.STAFF, AgentKind.STATE], organisation_id__isnull=True)
                | Q(kind__in=[AgentKind.PROVIDER, AgentKind.FUNDER, AgentKind.EMPLOYER], organisation_id__isnull=False),
                name="a_provider_agent_has_an_organisation",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id"], name="agents_of_an_organisation")]


class AgentIdentity(models.Model):
    """ProConnect's word that (issuer, sub), at this establishment, is this professional.

    One professional may act for several establishments, and has one `sub` for each identity provider.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=300)
    sub = models.CharField(max_length=255)
    siret = models.CharField(max_length=14)
    attached_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "sub", "siret"], name="one_agent_per_issuer_sub_and_siret"),
        ]


class Proof(models.Model):
    """A fresh sign-in made for one basket in one session; it serves once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proofs")
    #: A digest of the session, never the session's own key.
    session = models.CharField(max_length=64)
    basket = models.CharField(max_length=128)
    acr = models.CharField(max_length=80)
    identity_iat = models.DateTimeField()
    issued_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SignInAttempt(models.Model):
    """A question put to an identity provider and not yet answered; taken once, by the browser that asked.

    Only digests of `state` and of the browser's secret are kept. `purpose` holds what the answer is for.
    """

    state = models.CharField(primary_key=True, max_length=64)
    browser = models.CharField(max_length=64)
    provider = models.CharField(max_length=20)
    nonce = models.CharField(max_length=64)
    verifier = models.CharField(max_length=128, blank=True)
    purpose: models.JSONField[Any, Any] = models.JSONField(default=dict)
    started_at = models.DateTimeField(db_index=True)


class Document(models.Model):
    """A document that somebody filed about themself, sealed: it opens under its own id only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    media_type = models.CharField(max_length=40, choices=[(m.value, m.value) for m in MediaType])
    size = models.IntegerField()
    #: Some megabytes each: few are open at once.
    content_encrypted = SealedField(at_once=4)
    #: True when a virus scanner has looked and found nothing; false where no scanner is set up.
    scanned = models.BooleanField()
    kept_at = models.DateTimeField()
