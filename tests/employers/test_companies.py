"""A company is known by its SIREN, once; its own manager names it and says where it is."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests import scenes
from tests.employers.scenes import a_company, acting
from tests.moments import AT, TODAY

from acquis.employers import checks, queries
from acquis.employers.actions import add_establishment, close_establishment, name_company, register_company
from acquis.employers.models import Establishment
from acquis.employers.types import Refusal
from acquis.journal.queries import history
from acquis.kit.actor import Role
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db


def refused(act, **arguments):
    with pytest.raises(Refused) as told:
        act(**arguments, at=AT)
    return told.value.reason


def second_siret(siren: str) -> str:
    return next(found for found in (f"{siren}0002{digit}" for digit in range(10)) if scenes.luhn.is_valid(found))


def test_a_siren_is_registered_once() -> None:
    made = a_company(name="Biscuiterie  de Kerlouan")
    again = register_company(siren=f"{made.siren[:3]} {made.siren[3:]}", name="Autre", by=scenes.STAFF, at=AT)
    known = queries.company_with_siren(made.siren)
    assert again == made.id
    assert known == queries.company(made.id) == queries.companies([made.id])[made.id]
    assert known is not None
    assert known.called == "Biscuiterie de Kerlouan"
    assert queries.company(uuid4()) is None
    kinds = [told.kind for told in history(made.id)]
    assert sorted(kinds) == ["employers.establishment_added", "employers.registered"]


@pytest.mark.parametrize("siren", ["", "12345678", "123456789", "abcdefghi"])
def test_a_wrong_siren_is_refused(siren: str) -> None:
    assert refused(register_company, siren=siren, name="X", by=scenes.STAFF) is Refusal.SIREN_MALFORMED


def test_a_manager_names_the_company_and_its_places() -> None:
    made, other = a_company(name=""), a_company()
    card = queries.company(made.id)
    assert card is not None
    assert card.called == f"SIREN {made.siren[:3]} {made.siren[3:6]} {made.siren[6:]}"
    assert refused(name_company, company_id=made.id, name="X", by=made.agent) is Refusal.NOT_ALLOWED
    assert refused(name_company, company_id=made.id, name="X", by=other.manager) is Refusal.NOT_ALLOWED
    assert refused(name_company, company_id=made.id, name="  ", by=made.manager) is Refusal.NAME_MISSING
    assert refused(name_company, company_id=made.id, name="x" * 201, by=made.manager) is Refusal.NAME_TOO_LONG
    assert refused(name_company, company_id=uuid4(), name="X", by=made.manager) is Refusal.COMPANY_UNKNOWN
    name_company(company_id=made.id, name="Sablés", by=made.manager, at=AT)

    add = {"company_id": made.id, "by": made.manager}
    assert refused(add_establishment, siret=made.siret[:-1], **add) is Refusal.SIRET_MALFORMED
    assert refused(add_establishment, siret=other.siret, **add) is Refusal.SIRET_OF_ANOTHER
    assert refused(add_establishment, siret=made.siret, **add) is Refusal.ESTABLISHMENT_KNOWN
    more = second_siret(made.siren)
    assert refused(add_establishment, siret=more, postal_code="2989", **add) is Refusal.POSTAL_CODE_MALFORMED
    place = add_establishment(siret=more, name="Fournil", postal_code="29890", **add, at=AT)

    close = {"establishment_id": place, "by": made.manager}
    assert refused(close_establishment, closed_on=TODAY, establishment_id=place, by=other.manager) is (
        Refusal.NOT_ALLOWED
    )
    late = TODAY + timedelta(days=1)
    assert refused(close_establishment, closed_on=late, **close) is Refusal.CLOSED_IN_FUTURE
    close_establishment(closed_on=date(2026, 6, 30), **close, at=AT)
    assert refused(close_establishment, closed_on=TODAY, **close) is Refusal.CLOSED_ALREADY
    seen = queries.establishments_of(made.id, by=made.agent)
    assert [(each.siret, each.closed_on) for each in seen] == [(made.siret, None), (more, date(2026, 6, 30))]
    assert not queries.establishments_of(made.id, by=other.manager)
    assert list(checks.sirets_carry_their_siren()) == []


def test_the_check_finds_a_place_of_another() -> None:
    made, other = a_company(), a_company()
    Establishment.objects.filter(siret=made.siret).update(company_id=other.id)
    assert len(list(checks.sirets_carry_their_siren())) == 1


def test_nobody_of_a_company_registers_another() -> None:
    nobody = acting(uuid4(), Role.EMPLOYER_MANAGER)
    assert refused(register_company, siren="732829320", name="X", by=nobody) is Refusal.NOT_ALLOWED
