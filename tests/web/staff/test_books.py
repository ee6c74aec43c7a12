"""The accountant's pages: a month's balance that balances, an account's entries, a month closed by two persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import scenes
from tests.accounting.scenes import NOW, a_payment, closed, rights, rolled_up
from tests.accounting.test_funds import owing, told_by_bank
from tests.accounting.test_reconciliation import paid_by_card, stated
from tests.moments import moment
from tests.web.visiting import at, signed_in, words

from acquis.accounting import actions as books_acts
from acquis.accounting import queries as books
from acquis.accounting.types import Refusal, Span
from acquis.journal.models import Event
from acquis.kit.refusal import Refused
from acquis.outside.bank_standin import Booked
from acquis.outside.card_reports import written

pytestmark = pytest.mark.django_db

BOOKS = "/agents/comptabilite"


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    with at(NOW):
        yield


def test_the_balance_of_a_month_balances_and_leads_to_each_account() -> None:
    scenes.confirmed(rights(), scenes.a_body())
    a_payment(12_345, date(2026, 10, 5))
    a_payment(5, date(2026, 11, 5))
    finance = signed_in(scenes.FINANCE)
    told = words(finance.get(f"{BOOKS}?mois=2026-10"))
    assert "5151 Banque 0,00 € 0,00 € 123,45 € 123,45 € C" in told
    assert "Mois ouvert" in told
    told = words(finance.get(BOOKS))
    assert "5151 Banque 123,45 € C 0,00 € 0,05 € 123,50 € C" in told
    shown = words(finance.get(f"{BOOKS}/comptes/5151?mois=2026-10"))
    assert "À confirmer par l’agent comptable." in shown
    assert re.search(r"1 05/10/2026 Virement exécuté \(BQ\) books \d+ \S+ 123,45 €", shown), shown
    sheet = finance.get(f"{BOOKS}/balance.csv?mois=2026-10").content.decode()
    assert "5151;Banque;0,00;0,00;123,45;-123,45" in sheet
    entries = finance.get(f"{BOOKS}/comptes/5151/ecritures.csv?mois=2026-10").content.decode()
    assert entries.splitlines()[1].endswith(";0,00;123,45")
    assert finance.get(f"{BOOKS}/comptes/9999").status_code == 404


def test_one_prepares_another_closes_and_others_see_nothing() -> None:
    a_payment(12_345, date(2026, 10, 5))
    rolled_up()
    finance, approver = signed_in(scenes.FINANCE), signed_in(scenes.APPROVER)
    assert signed_in(scenes.STAFF).get(BOOKS).status_code == 404
    answer = finance.post(f"{BOOKS}/clotures/preparer", {"month": "2026-10"}, follow=True)
    assert "Vous avez préparé cette clôture" in words(answer)
    shown = approver.get(f"{BOOKS}/clotures")
    found = re.search(rf'action="({BOOKS}/clotures/[^"]+/approuver)"', shown.content.decode())
    assert found is not None
    assert "C’est clos." in words(approver.post(found[1], follow=True))
    assert "octobre 2026 Clos 1" in words(approver.get(f"{BOOKS}/clotures"))
    assert "Télécharger les écritures : octobre 2026" in words(finance.get(f"{BOOKS}?mois=2026-10"))
    assert "Mois clos" in words(finance.get(f"{BOOKS}?mois=2026-10"))
    entries = found[1].replace("/approuver", "/ecritures")
    sent = finance.post(entries)
    assert sent["Content-Disposition"].endswith('FEC20261031.txt"')
    lines = b"".join(sent).decode().splitlines()
    assert [line.split("\t")[4] for line in lines] == ["CompteNum", "5159", "5151"]
    assert signed_in(scenes.STAFF).post(entries).status_code == 404
    assert finance.post(f"{BOOKS}/clotures/preparer", {"month": "rien"}).status_code == 404
    (taken,) = Event.objects.filter(kind="accounting.entries_taken")
    assert taken.by == scenes.FINANCE.key


def test_what_is_not_closed_is_not_taken() -> None:
    rolled_up()
    waiting = books_acts.prepare_closing(span=Span.MONTH, month=date(2026, 10, 1), by=scenes.FINANCE, at=NOW)
    with pytest.raises(Refused) as refused:
        books_acts.take_entries(closing_id=waiting, by=scenes.FINANCE, at=NOW)
    assert refused.value.reason is Refusal.NOT_IN_THIS_STATE


def test_a_year_may_be_closed_however_many_months_have_closed_since_its_december() -> None:
    for month in (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)):
        closed(month)
    finance = signed_in(scenes.FINANCE)
    assert "Préparer la clôture de l’année 2025" in words(finance.get(f"{BOOKS}/clotures"))
    assert "est prête" in words(finance.post(f"{BOOKS}/clotures/preparer", {"year": "2025"}, follow=True))
    assert "Année 2025" in words(finance.get(f"{BOOKS}/clotures"))


def test_the_fund_is_called_for_by_two_persons_and_received_from_the_statement() -> None:
    owing()
    finance, approver = signed_in(scenes.FINANCE), signed_in(scenes.APPROVER)
    told = words(finance.get(f"{BOOKS}/fonds"))
    assert "Dû aux organismes +1 500,00 €" in told
    assert "1 500,00 € sont dus, et rien n’est en retard" in words(finance.get(f"{BOOKS}/balances-agees"))
    assert "1500,00" in finance.get(f"{BOOKS}/balances-agees.csv").content.decode()
    for name in ("balances-agees", "balance", "comptes/4011/ecritures", "appels-de-fonds", "ecarts"):
        assert finance.get(f"{BOOKS}/{name}.xlsx").content[:2] == b"PK"
    with at(moment(date(2027, 2, 20))):
        signed_in(scenes.FINANCE).post(f"{BOOKS}/fonds/preparer", {"month": "2026-11"})
    found = re.search(rf'action="({BOOKS}/fonds/[^"]+)/approuver"', approver.get(f"{BOOKS}/fonds").content.decode())
    assert found is not None
    assert "la somme est à recevoir" in words(approver.post(f"{found[1]}/approuver", follow=True))
    (entry,) = told_by_bank(Booked(credit=True, amount_cents=100, reference="R1", words="FRANCE <b>COMPETENCES</b>"))
    assert "FRANCE <b>COMPETENCES</b>" in words(finance.get(f"{BOOKS}/fonds"))
    call = found[1].rpartition("/")[2]
    assert "Choisissez la ligne" in words(finance.post(f"{found[1]}/recevoir", {f"entry-{call}": "x"}, follow=True))
    told = words(finance.post(f"{found[1]}/recevoir", {f"entry-{call}": str(entry)}, follow=True))
    assert "La somme reçue est rapprochée" in told


def test_a_day_is_reconciled_and_a_difference_ended_by_two_persons() -> None:
    paid = paid_by_card()
    finance, approver = signed_in(scenes.FINANCE), signed_in(scenes.APPROVER)
    here = f"{BOOKS}/rapprochement"
    report = SimpleUploadedFile("jour.csv", written([(*paid[:3], 9_999, paid[4])]))
    assert "Le rapport est lu." in words(finance.post(f"{here}/rapport", {"file": report}, follow=True))
    assert "n’est pas un rapport" in words(finance.post(f"{here}/rapport", {"file": SimpleUploadedFile("x", b"x")}))
    assert "Donnez un jour" in words(finance.post(f"{here}/jour", {"day": "hier"}))
    assert "Ce jour n’est pas encore là" in words(finance.post(f"{here}/jour", {"day": "2030-01-01"}, follow=True))
    told = words(finance.post(f"{here}/jour", {"day": "2026-11-19"}, follow=True))
    assert "1 écart à regarder ce jour-là." in told
    assert "Nous : +100,00 €. Dehors : +99,99 €. Écart : −0,01 €." in told
    (found,) = books.differences()
    at_it = f"{here}/{found.id}"
    assert "Écrivez le motif" in words(finance.post(f"{at_it}/proposer", {}))
    finance.post(f"{at_it}/proposer", {f"words-{found.id}": "Centime perdu"})
    assert "Une autre personne doit l’approuver." in words(finance.get(here))
    assert "Passer 0,01 € en perte" in words(approver.get(here))
    assert "Aucun écart n’attend." in words(approver.post(f"{at_it}/approuver", follow=True))
    assert finance.post(f"{at_it}/rien").status_code == 404


def test_what_the_bank_holds_is_told_beside_our_books() -> None:
    finance, here = signed_in(scenes.FINANCE), f"{BOOKS}/rapprochement"
    assert "Aucun relevé de banque n’est lu" in words(finance.get(here))
    stated(Booked(credit=False, amount_cents=1_250, reference="F1"), number="R1")
    told = words(finance.get(here))
    assert "Solde du relevé R1 −12,50 € Solde de notre compte 5151 ce jour-là" in told
    assert "Il reste −12,50 € que rien n’explique" in told
    finance.post(f"{here}/jour", {"day": "2026-11-19"})
    told = words(finance.get(here))
    assert "dont 1 écart à regarder avec la banque −12,50 €" in told
    assert "disent la même chose, aux écarts à regarder près" in told
