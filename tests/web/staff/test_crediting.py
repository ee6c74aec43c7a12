"""Crediting everybody: prepared by one, read, approved by another, done, reconciled, undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests import scenes
from tests.crediting.scenes import AGENT, AT, a_foreseen_run, a_year, accounts, carried_out, done_run, walk
from tests.web.visiting import at, signed_in, title, words

from acquis.crediting import jobs, queries
from acquis.crediting.actions import prepare
from acquis.crediting.types import RunKind, RunState
from acquis.kit.actor import Actor, Role
from acquis.rules import Regime, WorkUnit
from acquis.web.design.environment import said_of

pytestmark = pytest.mark.django_db
BOTH = Actor(roles=frozenset({Role.STAFF_FINANCE, Role.STAFF_APPROVER}), id=scenes.UUID(int=104))
LIST = "/agents/alimentation"


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    with at(AT):
        yield


def prepared(by: Actor = scenes.FINANCE) -> str:
    answer = signed_in(by).post(LIST + "/preparer", {"year": "2025", "kind": "yearly"})
    assert answer.status_code == 303
    return str(answer["Location"])


def run_of(address: str) -> scenes.UUID:
    return scenes.UUID(address.rsplit("/", 1)[-1])


def test_from_the_dry_run_to_what_was_credited_and_back() -> None:
    ids = accounts(4)
    rows = [a_year(ids[0]), a_year(ids[1], worked="803"), a_year(ids[2], worked="?"), a_year(ids[3])]
    finance, approver = signed_in(scenes.FINANCE), signed_in(scenes.APPROVER)
    assert "Aucune alimentation pour l’instant" in words(finance.get(LIST))
    address = prepared()
    assert "Calcul en cours" in words(finance.get(address))
    walk(run_of(address), rows)
    said = words(finance.get(address))
    assert "3 années de droits changeraient : 1 249,85 € à verser." in said
    assert "quelqu’un d’autre doit l’approuver" in said
    assert "Ce nombre n’est pas valable." in said
    assert "3 années changées : trop peu de cas pour dire une part sur cent." in said
    assert "Approuver 1 249,85 €" in words(approver.get(address))
    assert "Le versement commence." in words(approver.post(address + "/approuver", follow=True))
    walk(run_of(address), rows)
    assert "3 années de droits ont changé : 1 249,85 € versés." in words(finance.get(address))
    assert "pas encore fait" in words(finance.get(address + "/rapprochement"))
    assert "La lecture des quatre sources commence" in words(finance.post(address + "/rapprocher", follow=True))
    jobs.reconcile(run_id=str(run_of(address)))
    assert "Les quatre sources disent la même chose" in words(approver.get(address + "/rapprochement"))
    answer = finance.post(address + "/annuler")
    undoing = str(answer["Location"])
    walk(run_of(undoing))
    said = words(approver.get(undoing))
    assert "3 années de droits changeraient : 1 249,85 € à reprendre." in said
    assert "3 années changées : trop peu de cas pour dire une part sur cent." in said
    assert "repris : plus de 200 €, au plus 250 €" in said
    assert "Approuver la reprise de 1 249,85 €" in said
    approver.post(undoing + "/approuver")
    walk(run_of(undoing))
    assert "3 années de droits ont changé : 1 249,85 € repris." in words(finance.get(undoing))
    assert "Annulée" in words(finance.get(address))
    assert title(finance.get(LIST)) == "Alimentation des comptes"


def test_a_run_of_hours_alone_says_hours_and_not_nought_euros() -> None:
    run_id = a_foreseen_run(
        [a_year(each, regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked="1") for each in accounts(2)]
    )
    said = words(signed_in(scenes.APPROVER).get(f"{LIST}/{run_id}"))
    assert "2 années de droits changeraient : 50 h à verser." in said
    assert "Approuver 50 h" in said


def test_a_law_that_changes_nothing_says_how_many_years_it_looked_at() -> None:
    done_run([a_year(each) for each in accounts(2)])
    run_id = prepare(kind=RunKind.LAW, year=2025, by=scenes.FINANCE, at=AT)
    assert "Rien ne change pour l’instant." in words(signed_in(scenes.FINANCE).get(f"{LIST}/{run_id}"))
    walk(run_id)
    assert "Approuver, sans rien changer" in words(signed_in(scenes.APPROVER).get(f"{LIST}/{run_id}"))
    carried_out(run_id)
    said = words(signed_in(scenes.FINANCE).get(f"{LIST}/{run_id}"))
    assert "La règle d’aujourd’hui donne à chacun le même montant" in said
    assert "Années déjà versées, sans changement 2" in said


def test_a_correction_says_who_loses_and_who_gains() -> None:
    ids = accounts(30)
    done_run([a_year(each, worked="803") for each in ids])
    rows = [a_year(each) for each in ids[:10]] + [a_year(each, worked="400") for each in ids[10:]]
    run_id = a_foreseen_run(rows)
    said = words(signed_in(scenes.APPROVER).get(f"{LIST}/{run_id}"))
    assert "Combien reçoivent ou rendent combien" in said
    assert "Sur cent années changées, 67 perdent plus de 100 € et au plus 150 €." in said
    assert "Approuver 2 501,50 € à verser et" in said


def test_undoing_a_run_that_was_corrected_since_says_what_stays_and_what_to_do() -> None:
    ids = accounts(2)
    first = done_run([a_year(each) for each in ids])
    done_run([a_year(ids[0], worked="803"), a_year(ids[1])])
    assert "Les années changées depuis gardent leur dernier montant." in words(
        signed_in(scenes.FINANCE).get(f"{LIST}/{first}")
    )
    undoing = a_foreseen_run(kind=RunKind.UNDO, undoes=first)
    said = words(signed_in(scenes.APPROVER).get(f"{LIST}/{undoing}"))
    assert "1 année a changé après l’alimentation n° 1, par une correction" in said
    assert "Pour le changer, il faut une nouvelle déclaration de l’année, puis une alimentation." in said
    assert "1 année de droits changerait : 500,00 € à reprendre." in said
    assert "Annulation de l’alimentation n° 1 – 2025" in said


def test_the_tables_count_the_years_that_change() -> None:
    """A corrected fact may leave the amount as it was: such a year is kept, and is no change of anybody's rights."""
    ids = accounts(3)
    done_run([a_year(each, worked="1607") for each in ids])
    run_id = a_foreseen_run([a_year(ids[0], worked="803"), *(a_year(each, worked="1500") for each in ids[1:])])
    said = words(signed_in(scenes.APPROVER).get(f"{LIST}/{run_id}"))
    assert "1 année de droits changerait" in said
    assert "Années changées Versé Repris Perdu au plafond Emploi salarié Correction d’une déclaration 1 0,00 €" in said
    assert "Années changées Versé Repris non connu 1 0,00 €" in said


def test_large_counts_are_written_as_people_write_them() -> None:
    assert said_of("%(num)s compte", "%(num)s comptes", 1571) == "1\u00a0571 comptes"


def test_who_prepared_does_not_approve() -> None:
    address = prepared(BOTH)
    walk(run_of(address), [])
    said = words(signed_in(BOTH).post(address + "/approuver", follow=True))
    assert "une autre personne doit l’approuver" in said
    (card,) = queries.runs(by=scenes.APPROVER)
    assert card.state is RunState.FORESEEN
    signed_in(scenes.FINANCE).post(address + "/abandonner")
    (card,) = queries.runs(by=scenes.APPROVER)
    assert card.state is RunState.DISCARDED


def test_a_second_run_of_the_year_waits_and_says_why() -> None:
    prepared()
    said = words(signed_in(scenes.FINANCE).post(LIST + "/preparer", {"year": "2025", "kind": "law"}, follow=True))
    assert "L’alimentation n° 1 est déjà en cours pour l’année 2025." in said


@pytest.mark.parametrize("sent", [{}, {"year": "x", "kind": "yearly"}, {"year": "2025", "kind": "undo"}])
def test_nonsense_is_not_prepared(sent: dict[str, str]) -> None:
    assert signed_in(scenes.FINANCE).post(LIST + "/preparer", sent).status_code == 404


def test_other_agents_see_nothing() -> None:
    address = prepared()
    for path in (LIST, address, address + "/rapprochement"):
        assert signed_in(AGENT).get(path).status_code == 404
