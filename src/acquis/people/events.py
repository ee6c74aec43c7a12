"""The facts this context announces: `about` is the person, the professional or the batch; never a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    """A person is known from now on."""

    kind: ClassVar[str] = "people.person_registered"


@dataclass(frozen=True, kw_only=True)
class PeopleRegistered(Event):
    """Many persons were registered at once, under one batch."""

    kind: ClassVar[str] = "people.people_registered"
    count: int


@dataclass(frozen=True, kw_only=True)
class IdentityAttached(Event):
    """An identity provider's (issuer, sub) was attached to a person."""

    kind: ClassVar[str] = "people.identity_attached"
    issuer: str


@dataclass(frozen=True, kw_only=True)
class HolderSignedIn(Event):
    """A holder signed in, with this level of assurance."""

    kind: ClassVar[str] = "people.holder_signed_in"
    acr: str


@dataclass(frozen=True, kw_only=True)
class AgentEnrolled(Event):
    """A professional may sign in from now on."""

    kind: ClassVar[str] = "people.agent_enrolled"
    organisation_id: UUID | None
    roles: list[str]


@dataclass(frozen=True, kw_only=True)
class AgentWithdrawn(Event):
    """A professional may not sign in any more."""

    kind: ClassVar[str] = "people.agent_withdrawn"
    organisation_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class AgentAttached(Event):
    """A professional was recognised for the first time under this issuer."""

    kind: ClassVar[str] = "people.agent_attached"
    issuer: str


@dataclass(frozen=True, kw_only=True)
class AgentSignedIn(Event):
    """A professional signed in, with this level of assurance."""

    kind: ClassVar[str] = "people.agent_signed_in"
    acr: str


@dataclass(frozen=True, kw_only=True)
class ProofRecorded(Event):
    """A holder proved afresh who they are, for one basket."""

    kind: ClassVar[str] = "people.proof_recorded"
    proof_id: UUID
    acr: str


@dataclass(frozen=True, kw_only=True)
class NirRevealed(Event):
    """An agent of the operator saw a NIR unmasked."""

    kind: ClassVar[str] = "people.nir_revealed"


@dataclass(frozen=True, kw_only=True)
class NirKeysRotated(Event):
    """Sealed NIRs were put under the newest keys."""

    kind: ClassVar[str] = "people.nir_keys_rotated"
    count: int


@dataclass(frozen=True, kw_only=True)
class DocumentKept(Event):
    """A person filed a document; `about` is the person."""

    kind: ClassVar[str] = "people.document_kept"
    document_id: UUID


@dataclass(frozen=True, kw_only=True)
class PeopleMatched(Event):
    """A slice of declared identities was matched; `about` is the slice."""

    kind: ClassVar[str] = "people.people_matched"
    matched: int
    created: int
    doubtful: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class DoubtRaised(Event):
    """A declared identity waits for an agent's eyes; `about` is the doubt."""

    kind: ClassVar[str] = "people.doubt_raised"
    reason: str


@dataclass(frozen=True, kw_only=True)
class DoubtAsked(Event):
    """An agent asks the declarers for more; `references` are theirs."""

    kind: ClassVar[str] = "people.doubt_asked"
    references: list[str]


@dataclass(frozen=True, kw_only=True)
class RegisterAsked(Event):
    """The State's register of persons was asked about a doubtful identity."""

    kind: ClassVar[str] = "people.register_asked"


@dataclass(frozen=True, kw_only=True)
class DoubtSettled(Event):
    """An agent said who a declared identity is; `references` are those under which its declarers wait."""

    kind: ClassVar[str] = "people.doubt_settled"
    person_id: UUID
    created: bool
    references: list[str]


@dataclass(frozen=True, kw_only=True)
class NirAttached(Event):
    """A person's NIR became known, or took the place of another (`replaced`)."""

    kind: ClassVar[str] = "people.nir_attached"
    replaced: bool


@dataclass(frozen=True, kw_only=True)
class PeopleMerged(Event):
    """`about` turned out to be the same person as `kept_id`."""

    kind: ClassVar[str] = "people.people_merged"
    kept_id: UUID


@dataclass(frozen=True, kw_only=True)
class PeopleParted(Event):
    """`about` is after all another person than `kept_id`."""

    kind: ClassVar[str] = "people.people_parted"
    kept_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactSet(Event):
    """A person said where they can be reached; whether there is an address and a number, never which."""

    kind: ClassVar[str] = "people.contact_set"
    email: bool
    phone: bool


@dataclass(frozen=True, kw_only=True)
class ToldApart(Event):
    """The person `about` is somebody else than `holder_id`, whose number they were declared under; or no longer so."""

    kind: ClassVar[str] = "people.told_apart"
    holder_id: UUID
    apart: bool


@dataclass(frozen=True, kw_only=True)
class DoubtDismissed(Event):
    """The death that was told (`about`) is of nobody we know."""

    kind: ClassVar[str] = "people.doubt_dismissed"
