"""Why this amount, down to what employers and other bodies declared, line by line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s
from tests.web.visiting import signed_in, words

from acquis.accounts.actions import credit_years
from acquis.declarations import queries
from acquis.kit.actor import Actor, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def _page(rank: int = 1, *, path: str = "/mes-droits/pourquoi/2025") -> str:
    account_id = s.account(rank)
    person = s.Known.objects.get(nir_index=s.crypto.nir_index(f.nir(rank) + f.key(f.nir(rank))))
    holder = Actor(roles=frozenset({Role.HOLDER}), id=person.id, account_id=account_id)
    return words(signed_in(holder).get(path)).replace("\u00a0", " ")


def test_the_year_is_told_month_by_month_with_its_sum() -> None:
    away = f.Contract(
        quantity="150.00", reference="150.00", hours="75.00", stops=[("02", "15042025", "30042025", None)]
    )
    s.bring(s.a_year(f.person(1, away), months=range(4, 5)))
    credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)

    told = _page()
    assert "En tout : 150 h sur 1 800 h pour une année complète." in told
    assert "avril 2025 150 h ATELIERS DU PORT, SIRET 48276116000019" in told
    assert "Maternité : compté comme du travail (75 h)" in told
    assert "seulement un total" not in told


def test_a_correction_and_a_withdrawal_are_said() -> None:
    s.bring(s.dsn(f.person(1), f.person(2)))
    credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)
    s.bring(s.dsn(f.person(1, f.Contract(hours="100.00")), kind="03", order=2))
    credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)

    told = _page(1)
    assert "100 h ATELIERS DU PORT, SIRET 48276116000019 Corrigée le 10/03/2026 ; avant : 151,67 h" in told
    assert "Ligne retirée : elle ne compte plus pour vous Avant le 10/03/2026 : 151,67 h" in _page(2)


def test_a_year_computed_again_tells_what_was_before_what_is_now_and_which_declaration_changed() -> None:
    s.bring(s.dsn(f.person(1), f.person(2)))
    credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)
    assert "Ce qui a changé" not in _page()
    later = s.AT + timedelta(days=40)
    s.bring(s.dsn(f.person(1, f.Contract(hours="100.00")), kind="03", order=2), at=later)
    credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=later + timedelta(days=2))

    told = _page()
    assert (
        "Ce qui a été déclaré pour cette année a changé. Avant : 41,67 €. Depuis le 21 avril 2026 : 27,48 €, soit "
        "14,19 € de moins." in told
    )
    assert "Temps de travail de l’année : 100 h, au lieu de 151,67 h." in told
    assert (
        "mars 2025, ATELIERS DU PORT, SIRET 48276116000019 : 100 h au lieu de 151,67 h, corrigés le 19 avril 2026."
        in told
    )
    assert "21/04/2026 Ce qui a été déclaré pour cette année a changé. 100 h 27,48 € −14,19 €" in told
    assert "10/03/2026 Premier calcul 151,67 h 41,67 € +41,67 €" in told
    assert "SIRET 48276116000019 : 151,67 h, retirés le 19 avril 2026." in _page(2)
    assert (
        "Vos droits pour votre travail de 2025 ont été recalculés le 21 avril 2026 : 27,48 €, au lieu de 41,67 €."
        in _page(path="/mes-droits")
    )
    assert "27,48 € reçus le" not in _page(path="/mes-droits")
    assert "recalculés le 21 avril 2026 : 0,00 €, au lieu de 41,67 €." in _page(2, path="/mes-droits")


def test_several_employers_are_told_as_a_share() -> None:
    s.bring(s.dsn(f.person(1, f.Contract(hours="100.00", reference="150.00"))))
    s.bring(s.dsn(f.person(1, f.Contract(hours="100.00", reference="120.00")), siren=f.OTHER_SIREN, nic=f.OTHER_NIC))
    credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)

    assert "En tout : 12,50 % d’une année complète." in _page()
