"""Rights that a split hands over: given once for all, under references that stay short, with what they came from."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from tests import scenes
from tests.accounts.scenes import a_year as year
from tests.accounts.scenes import an_account, broken, credited, holder_of, refused
from tests.accounts.test_grants import ACCIDENT
from tests.declarations import dsn_files as f
from tests.joining.test_splits import Scene

from acquis.accounts import queries as accounts
from acquis.accounts.actions import (
    convert_old_hours,
    credit_elected,
    credit_engagement,
    declare_mandate,
    end_rights,
    endow_accident,
    freeze,
    hand_over,
    lapse_elected,
    record_death,
    withdraw_grant,
)
from acquis.accounts.jobs import credit_elected_due
from acquis.accounts.models import Mandate, TopUp
from acquis.accounts.types import EngagementRow, PurseKind, Refusal
from acquis.declarations import queries as declarations
from acquis.joining import actions as joining
from acquis.joining import queries as joinings
from acquis.joining.types import SplitState
from acquis.kit.clock import day_of
from acquis.people import actions as people
from acquis.people.models import Number
from acquis.rules import EndGround, Engagement

pytestmark = pytest.mark.django_db

AT, AGENT, APPROVER, FINANCE, SYSTEM = scenes.AT, scenes.STAFF, scenes.APPROVER, scenes.FINANCE, scenes.SYSTEM
TODAY = day_of(AT)
FIRST_ROUND = date(2020, 3, 15)


@pytest.fixture
def both() -> tuple[UUID, UUID]:
    """Two persons' accounts; the first holds rights, so that an accident may give."""
    one, other = an_account(at=AT), an_account(at=AT)
    for each in (one, other):
        credited(year(each), at=AT)
    return one, other


def handed(one: UUID, other: UUID, *references: str, under: str = "x", **more: object) -> tuple[str, ...]:
    asked = {"from_id": one, "to_id": other, "references": references, "under": under}
    return hand_over(**asked | more, by=SYSTEM, at=AT).references


def held(account: UUID, kind: PurseKind) -> int:
    return sum(card.posted for card in accounts.counters(account, on=TODAY) if card.kind is kind)


def endowed(account: UUID) -> int:
    return endow_accident(account_id=account, **ACCIDENT | {"requested_on": TODAY}, by=FINANCE, at=AT)


def topped_up(account: UUID) -> int:
    return accounts.rights(account, on=TODAY).top_ups_cents


def test_an_accident_handed_over_is_not_given_again_on_either_account(both) -> None:
    one, other = both
    assert endowed(one) == 750_000
    (new,) = handed(one, other, "accident 2024-17")
    assert refused(endowed, one) == Refusal.GRANT_HANDED_OVER
    # Where it is, it is known, and the same form changes nothing.
    assert endowed(other) == 750_000
    assert (topped_up(one), topped_up(other)) == (0, 750_000)
    withdrawn = {"reason": "erreur", "by": FINANCE, "at": AT}
    assert refused(withdraw_grant, reference="accident 2024-17", **withdrawn) == Refusal.GRANT_HANDED_OVER
    # Taken back where it is, it may be given again, once.
    assert withdraw_grant(reference=new, **withdrawn) == 750_000
    assert endowed(one) == endowed(one) == 750_000
    assert (topped_up(one), topped_up(other)) == (750_000, 0)
    assert not broken()


def test_it_comes_back_and_is_known_there_again(both) -> None:
    one, other = both
    endowed(one)
    (there,) = handed(one, other, "accident 2024-17")
    handed(other, one, there, under="x undone", back=True)
    assert endowed(one) == 750_000
    assert refused(endowed, other) == Refusal.GRANT_HANDED_OVER
    assert (topped_up(one), topped_up(other)) == (750_000, 0)
    assert not broken()


@pytest.mark.parametrize("kind", ["engagement", "old hours"])
def test_what_a_person_has_once_is_not_given_again_on_either_account(both, kind) -> None:
    one, other = both

    def given(account: UUID) -> int:
        if kind == "old hours":
            facts = {"hours": "20", "declared_on": date(2021, 5, 3)}
            return convert_old_hours(account_id=account, **facts, by=FINANCE, at=AT)
        row = EngagementRow(account_id=account, year=2025, activity=Engagement.CIVIC_SERVICE, amount="8")
        return credit_engagement(row=row, by=FINANCE, at=AT)

    purse = PurseKind.DIF if kind == "old hours" else PurseKind.CEC
    amount = given(one)
    (right,) = accounts.handable_rights(one)
    handed(one, other, right.reference)
    assert refused(given, one) == Refusal.GRANT_HANDED_OVER
    assert given(other) == amount
    assert (held(one, purse), held(other, purse)) == (0, amount)
    # And it does not reach somebody who has it already.
    third = an_account(at=AT)
    given(third)
    (right,) = accounts.handable_rights(other)
    assert refused(handed, other, third, right.reference) == Refusal.RIGHT_HELD_ALREADY
    assert not broken()


def test_references_stay_short_however_often_it_is_split_and_undone() -> None:
    scene = Scene()
    first = scene.right.reference
    for _time in range(4):
        split_id = scene.split()
        joining.propose_undoing(split_id=split_id, reason="une seule personne", by=AGENT, at=AT)
        joining.approve_undoing(split_id=split_id, by=APPROVER, at=AT)
        assert joinings.split(split_id, by=AGENT).state is SplitState.UNDONE
        (scene.right,) = accounts.handable_rights(scene.account)
        assert len(scene.right.reference) < 90
        # What the first split was about is found again, whatever it is called now.
        assert accounts.handable_rights(scene.account, come_from=[first]) == [scene.right]
    assert set(TopUp.objects.exclude(origin="").values_list("origin", flat=True)) == {first}
    assert TopUp.objects.filter(handed_over_at=None).count() == 1
    assert not broken()


def test_a_long_reference_is_split_too(both) -> None:
    one, other = both
    holder = scenes.Holder(UUID(int=1), one, holder_of(one))
    scenes.give(holder, PurseKind.EMPLOYER, 30_000, label="Fournil")
    long = "n" * 190
    TopUp.objects.update(reference=long)
    (there,) = handed(one, other, long, under=f"split {UUID(int=7)}")
    handed(other, one, there, under=f"split {UUID(int=7)} undone", back=True)
    assert topped_up(one) == 30_000


def mandated(account: UUID, *years: int) -> list[str]:
    declare_mandate(account_id=account, first_round_on=FIRST_ROUND, by=AGENT, at=AT)
    for each in years:
        credit_elected(account_id=account, year=each, by=FINANCE, at=AT)
    return [right.reference for right in accounts.handable_rights(account)]


def mandates(account: UUID) -> list[date]:
    return [each.first_round_on for each in accounts.own_declarations(account).mandates]


def test_the_right_of_an_elected_official_takes_its_mandate_with_it(both) -> None:
    one, other = both
    rights = mandated(one, 2025, 2026)
    assert refused(handed, one, other, rights[0]) == Refusal.MANDATE_DIVIDED
    there = handed(one, other, *rights)
    assert (mandates(one), mandates(other)) == ([], [FIRST_ROUND])
    assert (held(one, PurseKind.ELECTED), held(other, PurseKind.ELECTED)) == (0, 80_000)
    # The night gives the same year again to nobody, and the right can lapse in its turn.
    assert credit_elected_due(due=AT.isoformat()) == 0
    assert refused(credit_elected, account_id=one, year=2026, by=FINANCE, at=AT) == Refusal.GROUND_NOT_MET
    assert credit_elected(account_id=other, year=2026, by=FINANCE, at=AT) == 40_000
    assert refused(lapse_elected, account_id=other, by=SYSTEM, at=AT) == Refusal.NOT_EXPIRED
    handed(other, one, *there, under="x undone", back=True)
    assert (mandates(one), mandates(other)) == ([FIRST_ROUND], [])
    assert held(one, PurseKind.ELECTED) == 80_000
    assert not broken()


def test_two_elected_on_one_day_keep_a_mandate_each(both) -> None:
    one, other = both
    rights = mandated(one, 2026)
    declare_mandate(account_id=other, first_round_on=FIRST_ROUND, by=AGENT, at=AT)
    handed(one, other, *rights)
    assert Mandate.objects.count() == 2
    # What the first account's mandate gave for the year is the other's: it does not give it a second time.
    assert credit_elected_due(due=AT.isoformat()) == 0
    assert refused(credit_elected, account_id=one, year=2026, by=FINANCE, at=AT) == Refusal.GROUND_NOT_MET
    assert credit_elected(account_id=one, year=2025, by=FINANCE, at=AT) == 40_000
    assert not broken()


def undone(scene: Scene, split_id: UUID) -> None:
    joining.propose_undoing(split_id=split_id, reason="une seule personne", by=AGENT, at=AT)
    joining.approve_undoing(split_id=split_id, by=APPROVER, at=AT)


def test_undoing_leaves_a_mark_that_stood_before() -> None:
    scene = Scene()
    people.tell_apart(holder_id=scene.person, other_id=scene.other, by=SYSTEM, at=AT)
    split_id = scene.split()
    undone(scene, split_id)
    assert Number.objects.filter(person_id=scene.other).count() == 1


def test_undoing_takes_the_mark_away_whatever_number_is_in_force_since() -> None:
    scene = Scene()
    split_id = scene.split()
    assert Number.objects.filter(person_id=scene.other).count() == 1
    number = f.nir(2) + f.key(f.nir(2))
    people.regularise_nir(person_id=scene.person, nir=number, reason="numéro corrigé", by=SYSTEM, at=AT)
    undone(scene, split_id)
    assert not Number.objects.filter(person_id=scene.other).exists()


def test_a_split_is_undone_when_the_first_account_is_frozen() -> None:
    scene = Scene()
    before, split_id = scene.held(scene.person), scene.split()
    freeze(account_id=scene.account, reason="contrôle", by=AGENT, at=AT)
    undone(scene, split_id)
    assert (scene.held(scene.person), scene.held(scene.other)) == (before, {})
    assert not broken()


def test_a_split_is_undone_when_the_rights_of_the_first_have_ended() -> None:
    scene = Scene()
    split_id = scene.split()
    end_rights(account_id=scene.account, ground=EndGround.PENSION, ended_on=TODAY, by=AGENT, at=AT)
    undone(scene, split_id)
    # The payment is written there again; ended rights receive no year.
    assert scene.held(scene.person) == {PurseKind.YEARLY: 23_077, PurseKind.EMPLOYER: 30_000}
    assert scene.held(scene.other) == {}
    assert not broken()


def test_a_split_is_undone_when_the_first_has_died() -> None:
    scene = Scene()
    row = EngagementRow(account_id=scene.account, year=2025, activity=Engagement.CIVIC_SERVICE, amount="8")
    credit_engagement(row=row, by=FINANCE, at=AT)
    references = [right.reference for right in accounts.handable_rights(scene.account)]
    split_id = scene.split(references=references)
    record_death(account_id=scene.account, died_on=TODAY, by=SYSTEM, at=AT)
    undone(scene, split_id)
    # Rights of one's own end with the rest; what the employer paid stays until the law says whose it is.
    assert scene.held(scene.person) == {PurseKind.EMPLOYER: 30_000}
    assert scene.held(scene.other) == {}
    assert not broken()


def test_what_stands_on_accounts_that_lead_here_is_split_too_and_parts_rightly() -> None:
    scene = Scene()
    kept = scenes.a_holder(rights_cents=0)
    before = (scene.held(scene.person), {})
    persons = {"kept_id": kept.person_id, "merged_id": scene.person}
    joining_id = joining.propose(**persons, reason="deux dossiers", by=AGENT, at=AT)
    joining.approve(joining_id=joining_id, by=APPROVER, at=AT)
    assert [right.reference for right in accounts.handable_rights(kept.account_id)] == [scene.right.reference]
    assert scene.group in declarations.work_groups(kept.account_id, by=AGENT)
    split_id = scene.split(person_id=kept.person_id)
    assert scene.held(scene.other) == {PurseKind.YEARLY: 23_077, PurseKind.EMPLOYER: 30_000}
    assert scene.held(kept.person_id) == {PurseKind.YEARLY: 23_077}
    assert not broken()
    # Undone, all is back where it was: what was declared on the joined account, and its rights, are its own again.
    undone(scene, split_id)
    joining.gather(joining_id=joining_id, by=SYSTEM, at=AT)
    assert scene.held(kept.person_id) == before[0]
    joining.propose_parting(joining_id=joining_id, reason="deux personnes", by=AGENT, at=AT)
    joining.approve_parting(joining_id=joining_id, by=APPROVER, at=AT)
    assert (scene.held(scene.person), scene.held(kept.person_id)) == before
    assert joinings.joining(joining_id, by=AGENT).shortfall_cents == 0
    assert not broken()


def test_parted_after_a_split_the_joined_account_has_what_is_left_to_it() -> None:
    scene = Scene()
    kept = scenes.a_holder(rights_cents=0)
    joining_id = joining.propose(
        kept_id=kept.person_id, merged_id=scene.person, reason="deux dossiers", by=AGENT, at=AT
    )
    joining.approve(joining_id=joining_id, by=APPROVER, at=AT)
    scene.split(person_id=kept.person_id)
    joining.propose_parting(joining_id=joining_id, reason="deux personnes", by=AGENT, at=AT)
    joining.approve_parting(joining_id=joining_id, by=APPROVER, at=AT)
    assert scene.held(scene.person) == {PurseKind.YEARLY: 23_077}
    assert scene.held(kept.person_id) == {}
    # The employer's payment is the other's: nothing is said to be missing.
    assert joinings.joining(joining_id, by=AGENT).shortfall_cents == 0
    assert not broken()


def test_what_was_spent_of_a_joined_account_is_missing() -> None:
    scene = Scene()
    kept = scenes.a_holder(rights_cents=0)
    joining_id = joining.propose(
        kept_id=kept.person_id, merged_id=scene.person, reason="deux dossiers", by=AGENT, at=AT
    )
    joining.approve(joining_id=joining_id, by=APPROVER, at=AT)
    scenes.confirmed(kept, price_cents=60_000)
    assert refused(joining.propose_split, **scene.asked(person_id=kept.person_id)) == "joining.spent_meanwhile"
    assert not broken()
