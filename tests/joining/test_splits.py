"""Two persons in one account: what is the other's goes to them, by movements, as two agents agreed; and back."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from tests import scenes
from tests.accounts.scenes import broken
from tests.declarations import dsn_files as f
from tests.declarations import scenes as d

from acquis.accounts import actions as accounts_actions
from acquis.accounts import queries as accounts
from acquis.accounts.actions import credit_years, freeze, hand_over
from acquis.accounts.types import PurseKind
from acquis.accounts.types import Refusal as AccountRefusal
from acquis.declarations import queries as declarations
from acquis.declarations.actions import hand_over_lines
from acquis.declarations.types import Refusal as DeclaredRefusal
from acquis.joining import queries
from acquis.joining.actions import (
    approve_split,
    approve_undoing,
    decline_split,
    decline_undoing,
    propose_split,
    propose_undoing,
)
from acquis.joining.models import Split
from acquis.joining.types import Refusal, SplitState
from acquis.journal.queries import history
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import actions as people
from acquis.people.models import Number
from acquis.people.types import CivilIdentity, DeclaredIdentity, Outcome, Sex
from acquis.rules import Regime

pytestmark = pytest.mark.django_db

AT = scenes.AT
AGENT, APPROVER, FINANCE, SYSTEM = scenes.STAFF, scenes.APPROVER, scenes.FINANCE, scenes.SYSTEM
BOTH = Actor(roles=frozenset({Role.STAFF_AGENT, Role.STAFF_APPROVER}), id=UUID(int=105))


def refusal(act, **arguments):
    with pytest.raises(Refused) as refused:
        act(**arguments)
    return refused.value.reason


class Scene:
    """One account with two persons in it: half a year of work each, of two employers, and an employer's payment."""

    def __init__(self) -> None:
        contract = f.Contract(hours="70.00")
        d.bring(d.a_year(f.person(1, contract), year=2025))
        d.bring(d.a_year(f.person(1, contract), year=2025, siren=f.OTHER_SIREN, nic=f.OTHER_NIC))
        self.account = d.account(1)
        self.person = accounts.person_of(self.account)
        self.credit()
        by = Actor(roles=frozenset({Role.HOLDER}), id=self.person, account_id=self.account)
        self.holder = scenes.Holder(self.person, self.account, by)
        scenes.give(self.holder, PurseKind.EMPLOYER, 30_000, label="Fournil", expires_on=date(2030, 1, 1))
        (self.right,) = accounts.handable_rights(self.account)
        self.other = people.register_person(civil=scenes_civil(), by=SYSTEM, at=AT)

    @staticmethod
    def credit() -> None:
        credit_years(rows=declarations.year_rows(2025), by=SYSTEM, at=AT)

    @property
    def group(self):
        """The work of the second employer."""
        return next(
            g for g in declarations.work_groups(self.account, by=AGENT) if any(f.OTHER_SIREN in k for k in g.keys)
        )

    def asked(self, **more):
        return {
            "person_id": self.person,
            "other_id": self.other,
            "keys": self.group.keys,
            "references": [self.right.reference],
            "reason": "un seul numéro pour deux",
            "by": AGENT,
            "at": AT,
        } | more

    def split(self, **more) -> UUID:
        split_id = propose_split(**self.asked(**more))
        approve_split(split_id=split_id, by=APPROVER, at=AT)
        return split_id

    def held(self, person: UUID) -> dict[PurseKind, int]:
        account = accounts.account_of(person)
        found = accounts.rights(account, on=day_of(AT)) if account else None
        return {card.kind: card.available_cents for card in found.purses if card.available_cents} if found else {}


def scenes_civil():
    return CivilIdentity(birth_name="Autre", first_names="Zoé", born_on=date(1981, 6, 2), sex=Sex.FEMALE)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_refusals_of_a_proposal(scene) -> None:
    assert refusal(propose_split, **scene.asked(by=FINANCE)) is Refusal.NOT_ALLOWED
    assert refusal(propose_split, **scene.asked(other_id=scene.person)) is Refusal.SAME_PERSON
    assert refusal(propose_split, **scene.asked(reason=" ")) is Refusal.REASON_MISSING
    assert refusal(propose_split, **scene.asked(keys=[], references=[])) is Refusal.NOTHING_CHOSEN
    assert refusal(propose_split, **scene.asked(person_id=scene.other, other_id=scene.person)) is (
        Refusal.NO_ACCOUNT_TO_SPLIT
    )
    assert refusal(propose_split, **scene.asked(keys=["none"])) is DeclaredRefusal.LINES_CHANGED
    assert refusal(propose_split, **scene.asked(references=["none"])) is AccountRefusal.GRANT_UNKNOWN
    propose_split(**scene.asked())
    assert refusal(propose_split, **scene.asked()) is Refusal.SPLIT_UNDER_WAY


def test_a_proposal_foresees_and_changes_nothing(scene) -> None:
    before = scene.held(scene.person)
    split_id = propose_split(**scene.asked())
    card = queries.split(split_id, by=APPROVER)
    # 1 680 hours of 1 820.04 are worth 500 €; 840 hours are under half: 500 × 840 / 1 820.04, to the cent above.
    assert (card.state, card.taken_cents, card.given_cents) == (SplitState.PROPOSED, 50_000 - 23_077 + 30_000, 53_077)
    assert scene.held(scene.person) == before
    assert accounts.account_of(scene.other) is None
    assert not broken()


@pytest.mark.parametrize("act", [approve_split, decline_split])
def test_of_a_decision(scene, act) -> None:
    split_id = propose_split(**scene.asked(by=BOTH))
    assert refusal(act, split_id=uuid4(), by=APPROVER, at=AT) is Refusal.SPLIT_UNKNOWN
    assert refusal(act, split_id=split_id, by=AGENT, at=AT) is Refusal.NOT_ALLOWED
    assert refusal(act, split_id=split_id, by=BOTH, at=AT) is Refusal.SAME_AGENT
    act(split_id=split_id, by=APPROVER, at=AT)
    assert refusal(act, split_id=split_id, by=APPROVER, at=AT) is Refusal.NOT_IN_THIS_STATE


def test_each_has_what_their_work_and_their_employers_gave(scene) -> None:
    split_id = scene.split()
    assert scene.held(scene.person) == {PurseKind.YEARLY: 23_077}
    assert scene.held(scene.other) == {PurseKind.YEARLY: 23_077, PurseKind.EMPLOYER: 30_000}
    other = accounts.account_of(scene.other)
    (right,) = accounts.handable_rights(other)
    assert (right.label, right.amount) == ("Fournil", 30_000)
    purse = next(c for c in accounts.rights(other, on=day_of(AT)).purses if c.kind is PurseKind.EMPLOYER)
    assert purse.expires_on == date(2030, 1, 1)
    # The line stays on the first account, withdrawn, and stands on the other's.
    (mine,) = declarations.declared_years(scene.account, 2025, by=AGENT)
    assert sum(line.withdrawn for line in mine.lines) == 12
    assert len(declarations.work_groups(other, by=AGENT)[0].keys) == 12
    assert queries.split(split_id, by=AGENT).state is SplitState.SPLIT
    assert [told.kind for told in history(split_id)] == ["joining.split_proposed", "joining.split_approved"]
    # The yearly run finds nothing to add.
    before = scene.held(scene.other)
    scene.credit()
    assert scene.held(scene.other) == before
    assert not broken()


def test_a_later_sending_corrects_the_line_where_it_now_is(scene) -> None:
    scene.split()
    who = f.person(1, f.Contract(hours="75.00"), name="AUTRE", first_names="ZOE", born="02061981", sex="02")
    d.bring(d.a_year(who, year=2025, siren=f.OTHER_SIREN, nic=f.OTHER_NIC, kind="03", order=2), at=AT)
    other = accounts.account_of(scene.other)
    assert d.told(other) == ("hours", "900", "1820.04")
    assert d.told(scene.account) == ("hours", "840", "1820.04")


def test_the_number_is_contested_from_then_on(scene) -> None:
    number = f.nir(1) + f.key(f.nir(1))
    told = {"nir": number, "birth_name": "Autre", "first_names": "Zoé", "born_on": date(1981, 6, 2), "sex": Sex.FEMALE}

    def matched(reference: str, **more: str):
        declared = DeclaredIdentity(reference=reference, **told, **more)  # type: ignore[arg-type]
        return people.match_declared(identities=[declared], by=SYSTEM, at=AT)[0]

    assert matched("a").outcome is Outcome.DOUBTFUL
    scene.split()
    assert matched("b", usage_name="B").person_id == scene.other


def test_undone_everything_is_back(scene) -> None:
    before = scene.held(scene.person)
    split_id = scene.split()
    undo = {"split_id": split_id, "reason": "une seule personne", "at": AT}
    assert refusal(propose_undoing, **undo, by=APPROVER) is Refusal.NOT_ALLOWED
    assert refusal(propose_undoing, **(undo | {"reason": ""}), by=AGENT) is Refusal.REASON_MISSING
    propose_undoing(**undo, by=BOTH)
    for act in (approve_undoing, decline_undoing):
        assert refusal(act, split_id=split_id, by=AGENT, at=AT) is Refusal.NOT_ALLOWED
        assert refusal(act, split_id=split_id, by=BOTH, at=AT) is Refusal.SAME_AGENT
    decline_undoing(split_id=split_id, by=APPROVER, at=AT)
    propose_undoing(**undo, by=AGENT)
    approve_undoing(split_id=split_id, by=APPROVER, at=AT)
    assert scene.held(scene.person) == before
    assert scene.held(scene.other) == {}
    assert queries.split(split_id, by=AGENT).state is SplitState.UNDONE
    assert not broken()
    # And split again: the same work goes the same way.
    (scene.right,) = accounts.handable_rights(scene.account)
    scene.split()
    assert scene.held(scene.other) == {PurseKind.YEARLY: 23_077, PurseKind.EMPLOYER: 30_000}
    assert not broken()


def test_what_was_spent_cannot_be_split_and_the_missing_sum_is_told(scene) -> None:
    scenes.confirmed(scene.holder, price_cents=60_000)
    before = scene.held(scene.person)
    with pytest.raises(Refused) as refused:
        propose_split(**scene.asked())
    assert refused.value.reason is Refusal.SPENT_MEANWHILE
    left = sum(before.values())
    assert refused.value.details["missing"].startswith(f"{(50_000 - 23_077 + 30_000 - left) // 100}")
    assert scene.held(scene.person) == before
    assert not Split.objects.exists()
    assert not broken()


def test_spent_after_the_split_it_is_not_undone(scene) -> None:
    split_id = scene.split()
    other = accounts.account_of(scene.other)
    holder = scenes.Holder(scene.other, other, Actor(roles=frozenset({Role.HOLDER}), id=scene.other, account_id=other))
    scenes.confirmed(holder, price_cents=50_000)
    propose_undoing(split_id=split_id, reason="une seule personne", by=AGENT, at=AT)
    assert refusal(approve_undoing, split_id=split_id, by=APPROVER, at=AT) is Refusal.SPENT_MEANWHILE
    assert queries.split(split_id, by=AGENT).state is SplitState.UNDOING
    assert not broken()


def test_a_frozen_account_is_not_split(scene) -> None:
    freeze(account_id=scene.account, reason="contrôle", by=AGENT, at=AT)
    assert refusal(propose_split, **scene.asked()) is AccountRefusal.NOT_IN_THIS_STATE


def test_the_acts_beneath_are_not_for_agents(scene) -> None:
    to = accounts.account_of(scene.person)
    asked = {"from_id": scene.account, "to_id": uuid4(), "at": AT}
    assert refusal(hand_over, **asked, references=[], under="x", by=AGENT) is AccountRefusal.NOT_ALLOWED
    assert refusal(hand_over, **asked, references=[], under="x", by=SYSTEM) is AccountRefusal.ACCOUNT_UNKNOWN
    asked["to_id"] = to
    assert refusal(hand_over, **asked, references=[], under="x", by=SYSTEM) is AccountRefusal.ONE_ACCOUNT_TWICE
    assert refusal(hand_over_lines, **asked, keys=[], by=AGENT) is DeclaredRefusal.NOT_ALLOWED
    both = {"holder_id": scene.person, "at": AT}
    assert refusal(people.tell_apart, **both, other_id=scene.other, by=AGENT) == "people.not_allowed"
    assert refusal(people.tell_apart, **both, other_id=scene.person, by=SYSTEM) == "people.same_person_twice"
    assert refusal(people.tell_apart, **both, other_id=uuid4(), by=SYSTEM) == "people.person_unknown"


def test_the_table_itself_wants_four_eyes(scene) -> None:
    split_id = propose_split(**scene.asked())
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Split.objects.filter(pk=split_id).update(decided_by=AGENT.key)


def test_the_acts_beneath_alone(scene) -> None:
    to = accounts_actions.open_account(person_id=scene.other, by=SYSTEM, at=AT)
    both = {"from_id": scene.account, "to_id": to, "by": SYSTEM, "at": AT}
    handed = hand_over(**both, references=[scene.right.reference], under="x")
    assert (handed.moved_cents, handed.missing_cents) == (30_000, 0)
    # A reference of its own, the same whenever the same deed does it.
    (reference,) = handed.references
    assert reference == f"x {sha256(scene.right.reference.encode()).hexdigest()[:24]}"
    assert hand_over_lines(**both, keys=scene.group.keys) == [(2025, Regime.EMPLOYEE)]
    asked = {"holder_id": scene.person, "other_id": scene.other, "by": SYSTEM, "at": AT}
    mark = people.tell_apart(**asked)
    assert people.tell_apart(**asked) is None
    people.tell_apart(**asked, forgetting=uuid4())
    assert Number.objects.count() == 1
    people.tell_apart(**asked, forgetting=mark)
    assert not Number.objects.exists()
    scene.credit()
    assert not broken()


def test_a_declined_proposal_changes_nothing(scene) -> None:
    before = scene.held(scene.person)
    split_id = propose_split(**scene.asked())
    decline_split(split_id=split_id, by=APPROVER, at=AT)
    assert scene.held(scene.person) == before
    assert queries.split(split_id, by=AGENT).state is SplitState.DECLINED
