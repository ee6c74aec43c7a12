"""What others may hold of a person: civil identity as given, names as shown, and the reasons for a refusal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from acquis.kit.sql import fold
from acquis.outside.identity.types import Provider

#: The INSEE code of France as a country of birth.
FRANCE = "99100"
LONGEST_KEY = 250


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    UNSPECIFIED = "unspecified"


class AgentKind(StrEnum):
    """For whom a professional acts: a training body, the operator itself, the State, a funder, a company."""

    PROVIDER = "provider"
    STAFF = "staff"
    STATE = "state"
    FUNDER = "funder"
    EMPLOYER = "employer"


class Refusal(StrEnum):
    """Why an act of this context was refused."""

    NOT_ALLOWED = "people.not_allowed"
    REASON_MISSING = "people.reason_missing"
    REASON_TELLS_WHO = "people.reason_tells_who"
    PERSON_UNKNOWN = "people.person_unknown"
    NIR_MALFORMED = "people.nir_malformed"
    NIR_ALREADY_KNOWN = "people.nir_already_known"
    HOMONYM = "people.homonym"
    AGENT_ALREADY_ENROLLED = "people.agent_already_enrolled"
    AGENT_ROLES = "people.agent_roles"
    AGENT_UNKNOWN = "people.agent_unknown"
    LAST_MANAGER = "people.last_manager"
    NOT_ENROLLED = "people.not_enrolled"
    ORGANISATION_UNKNOWN = "people.organisation_unknown"
    FIRST_MANAGER_NEEDS_CERTIFICATION = "people.first_manager_needs_certification"
    SEVERAL_INVITATIONS = "people.several_invitations"
    PROOF_UNKNOWN = "people.proof_unknown"
    PROOF_OF_ANOTHER = "people.proof_of_another"
    PROOF_TOO_WEAK = "people.proof_too_weak"
    PROOF_TOO_OLD = "people.proof_too_old"
    PROOF_USED = "people.proof_used"
    PROOF_OTHER_BASKET = "people.proof_other_basket"
    PROOF_OTHER_SESSION = "people.proof_other_session"
    DOCUMENT_UNKNOWN = "people.document_unknown"
    DOCUMENT_EMPTY = "people.document_empty"
    DOCUMENT_TOO_LARGE = "people.document_too_large"
    DOCUMENT_FORMAT = "people.document_format"
    DOCUMENT_ACTIVE = "people.document_active"
    DOCUMENT_INFECTED = "people.document_infected"
    SCAN_UNAVAILABLE = "people.scan_unavailable"
    NAME_MISSING = "people.name_missing"
    BIRTH_IN_FUTURE = "people.birth_in_future"
    TOO_YOUNG = "people.too_young"
    PROVISIONAL_MALFORMED = "people.provisional_malformed"
    DOUBT_UNKNOWN = "people.doubt_unknown"
    DOUBT_SETTLED = "people.doubt_settled"
    NOT_A_CANDIDATE = "people.not_a_candidate"
    NIR_UNCHANGED = "people.nir_unchanged"
    ALREADY_MERGED = "people.already_merged"
    NOT_MERGED = "people.not_merged"
    DEATH_TO_COME = "people.death_to_come"
    REGISTER_SILENT = "people.register_silent"
    SAME_PERSON_TWICE = "people.same_person_twice"
    EMAIL_MALFORMED = "people.email_malformed"
    PHONE_MALFORMED = "people.phone_malformed"


class Outcome(StrEnum):
    """What became of a declared identity."""

    MATCHED = "matched"
    NEW = "new"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    #: Nobody whom we know: of a death, which is no reason to know them.
    NOBODY = "nobody"


class Evidence(StrEnum):
    """By what a declared identity was recognised: the strongest that held."""

    NIR = "nir"
    PROVISIONAL = "provisional"
    CIVIL = "civil"
    #: An agent of the operator looked at both sides.
    DECIDED = "decided"


class Agreement(StrEnum):
    """How much two values of one field agree; unknown when one side does not tell it."""

    SAME = "same"
    CLOSE = "close"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class DoubtReason(StrEnum):
    """Why a declared identity could be neither recognised nor taken for a new person."""

    NUMBER_OF_ANOTHER = "number_of_another"
    TWO_NUMBERS = "two_numbers"
    SEVERAL = "several"
    RESEMBLES = "resembles"
    NUMBER_CONTRADICTS = "number_contradicts"
    #: Somebody of this identity has died.
    DEATH = "death"


class DoubtState(StrEnum):
    """Where a doubtful identity stands: to be decided, waiting for an answer that was asked, settled, or nobody's."""

    OPEN = "open"
    ASKED = "asked"
    SETTLED = "settled"
    DISMISSED = "dismissed"


#: What is kept of an answer of the register that tells a death; the other answers are `register.Kind`.
DECEASED = "deceased"


class Act(StrEnum):
    """What is done with a doubtful identity."""

    ASK = "ask"
    SETTLE = "settle"
    DISMISS = "dismiss"


class NumberKind(StrEnum):
    """The numbers of a person besides their NIR in force.

    Provisional: NIA or NTT, given until the NIR is known. Former: replaced by another, and still leads to the person.
    Contested: declared for this person while it is the NIR in force of another.
    """

    PROVISIONAL = "provisional"
    FORMER = "former"
    CONTESTED = "contested"


def matching_key(name: str) -> str:
    """The key under which two spellings of one name are the same: no case, accent, hyphen or apostrophe.

    Cut where the columns end: a letter may fold to two.
    """
    return " ".join(re.sub(r"[-'’.,]", " ", fold(name)).split())[:LONGEST_KEY]


@dataclass(frozen=True, slots=True, kw_only=True)
class CivilIdentity:
    """Who somebody is for the State.

    `first_names` are all of them, separated by spaces; `birth_place` is the five-character INSEE code of the
    commune, empty for those born abroad; `birth_country` the five-digit INSEE code, 99100 for France.
    """

    birth_name: str
    first_names: str
    born_on: date
    sex: Sex
    birth_place: str = ""
    birth_country: str = FRANCE
    usage_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """One line of a bulk registration; `id` may be chosen by the caller, so that a replay finds it again."""

    civil: CivilIdentity
    nir: str | None = None
    email: str = ""
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    town: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredIdentity:
    """Somebody as an employer or another body declares them; what is not declared is empty.

    `reference` is the same each time the same declarer names the same person (SIRET and employee number, say).
    `nir` has fifteen characters, or thirteen without the key; one that begins with 7 or 8 is provisional.
    `provisional` is the technical number (NTT) given while there is no NIR, 8 to 40 letters and digits.
    `birth_place` is an INSEE commune code, `birth_department` alone may be known; `birth_country` an INSEE country
    code. An apprentice's account may be opened younger (L6323-1).
    """

    reference: str
    birth_name: str
    first_names: str
    born_on: date
    sex: Sex = Sex.UNSPECIFIED
    usage_name: str = ""
    birth_place: str = ""
    birth_department: str = ""
    birth_country: str = ""
    nir: str = ""
    provisional: str = ""
    apprentice: bool = False
    #: Told of the dead only (`actions.doubt_deaths`).
    died_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What became of one declared identity.

    `person_id` is set when matched or new, `doubt_id` when doubtful, `reason` when refused. `found_id` is whom the
    identity was known as, which leads to `person_id` when the two turned out to be one: what is declared stays theirs.
    """

    reference: str
    outcome: Outcome
    person_id: UUID | None = None
    found_id: UUID | None = None
    evidence: Evidence | None = None
    doubt_id: UUID | None = None
    reason: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedIdentity:
    """A holder as an identity provider vouched for them, every check of the answer passed."""

    issuer: str
    sub: str
    acr: str
    civil: CivilIdentity
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedAgent:
    """A professional as ProConnect vouched for them, every check of the answer passed."""

    issuer: str
    sub: str
    acr: str
    siret: str
    email: str
    first_name: str
    last_name: str

    @property
    def certified_head(self) -> bool:
        """True when the identity provider certified that they direct the organisation."""
        return self.acr.rpartition("/")[2].startswith("certification-dirigeant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A question that was put to an identity provider; `purpose` says what its answer is for."""

    provider: Provider
    nonce: str
    verifier: str
    purpose: Mapping[str, str]
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFacts:
    """A professional who may sign in: for whom, and in which roles (values of `kit.actor.Role`)."""

    id: UUID
    kind: AgentKind
    organisation_id: UUID | None
    roles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentCard:
    """A professional as their own organisation and the operator see them."""

    id: UUID
    kind: AgentKind
    organisation_id: UUID | None
    roles: frozenset[str]
    first_name: str
    last_name: str
    email: str
    siret: str
    enrolled_at: datetime
    signed_in: bool

    @property
    def display(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name as it is shown: the first of their first names, and the name they use."""

    first: str
    last: str

    @property
    def display(self) -> str:
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """How to reach a person; the NIR only masked."""

    person_id: UUID
    name: Name
    civil: CivilIdentity
    email: str
    phone: str
    address: str
    postal_code: str
    town: str
    masked_nir: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where a message to somebody goes; empty where nothing is known."""

    email: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A line of a staff look-up."""

    person_id: UUID
    name: Name
    birth_name: str
    born_on: date
    town: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFile:
    """A file as somebody attaches it; what it is and whether it was scanned are known once it was inspected."""

    name: str
    content: bytes
    media_type: str = ""
    scanned: bool = False


class MediaType(StrEnum):
    """What a filed document may be; its content decides, never its name."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as it was filed, opened for somebody who said why. `scanned`: a virus scanner found nothing in it."""

    id: UUID
    person_id: UUID
    media_type: MediaType
    content: bytes
    scanned: bool
