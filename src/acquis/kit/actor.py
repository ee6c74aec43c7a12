"""Who acts: a holder, an agent of an organisation, an agent of the State's operator, or the system."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What somebody may be in the system; permissions are written role by role."""

    ANONYMOUS = "anonymous"
    HOLDER = "holder"
    PROVIDER_AGENT = "provider_agent"
    PROVIDER_MANAGER = "provider_manager"
    STAFF_AGENT = "staff_agent"
    STAFF_FINANCE = "staff_finance"
    STAFF_APPROVER = "staff_approver"
    STATE_OFFICER = "state_officer"
    FUNDER_AGENT = "funder_agent"
    FUNDER_MANAGER = "funder_manager"
    EMPLOYER_AGENT = "employer_agent"
    EMPLOYER_MANAGER = "employer_manager"
    SYSTEM = "system"


STAFF = frozenset({Role.STAFF_AGENT, Role.STAFF_FINANCE, Role.STAFF_APPROVER})
STATE = frozenset({Role.STATE_OFFICER})
PROVIDER = frozenset({Role.PROVIDER_AGENT, Role.PROVIDER_MANAGER})
FUNDER = frozenset({Role.FUNDER_AGENT, Role.FUNDER_MANAGER})
EMPLOYER = frozenset({Role.EMPLOYER_AGENT, Role.EMPLOYER_MANAGER})


class Flow(StrEnum):
    """What is done for a company here, and what it may entrust to another one, flow by flow."""

    ENDOWMENTS = "endowments"
    DECLARATIONS = "declarations"
    CORRECTIVE = "corrective"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody, or something, whose acts are recorded under `id`.

    `id` is the person's id for a holder, the agent's id for a professional, None otherwise;
    `account_id` is set for a holder, `provider_id` for a provider's agent, `funder_id` for a funder's.
    `employer_id` is the company for which an employer's agent acts now: their own, or one that entrusted theirs with
    `flows`; who acts for another company is an agent there, whatever they are at home. `label` names a system actor.
    """

    roles: frozenset[Role]
    id: UUID | None = None
    account_id: UUID | None = None
    provider_id: UUID | None = None
    funder_id: UUID | None = None
    employer_id: UUID | None = None
    flows: frozenset[Flow] = frozenset()
    #: Accounts found to be the same person's, that lead to `account_id`.
    joined: frozenset[UUID] = frozenset()
    label: str = ""

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        return not self.roles.isdisjoint(STAFF)

    @property
    def accounts(self) -> frozenset[UUID]:
        """The holder's account and those that lead to it; empty for everybody else."""
        return self.joined | {self.account_id} if self.account_id else frozenset()

    @property
    def key(self) -> str:
        """What the journal writes: role and opaque id, never a name."""
        main = min(self.roles) if self.roles else Role.ANONYMOUS
        return f"{main}:{self.id or self.label}"

    def wrote(self, key: str) -> bool:
        """Whether `key` is that of this very actor, whatever roles they had then and have now."""
        return key.partition(":")[2] == str(self.id or self.label)


ANONYMOUS = Actor(roles=frozenset({Role.ANONYMOUS}))


def system(label: str) -> Actor:
    """The system itself, acting for `label`: a job, an import, a demonstration."""
    return Actor(roles=frozenset({Role.SYSTEM}), label=label)
