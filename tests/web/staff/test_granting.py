"""« Attribuer des droits » : what is asked, what is foreseen to the cent, what is written once it is confirmed."""

from __future__ import annotations

from datetime import date

import pytest
from tests import scenes
from tests.web.visiting import signed_in, title, words

from acquis.accounts import queries as accounts
from acquis.accounts.types import GrantGround
from acquis.journal.reads import reads_about
from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.people import queries as people
from acquis.web.staff.grant_forms import FORMS, Input

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PAID = {"label": "Fournil École", "reference": "CPF-123456789-CVCV-151126"}
ANSWERS: dict[str, dict[str, str]] = {
    "accident": {
        "accident": "2024-0099", "incapacity_percent": "12", "notified_on": "2026-01-15", "requested_on": "2026-11-10",
        "notice_says_delay": "1", "project_attested": "1",
    },
    "points-de-prevention": {"points": "10", "reference": "C2P 42"},
    "versement-correctif": {
        "reviewed_on": "2025-03-10", "company_staff": "120", "years_present": "6", "interviews_held": "0", **PAID,
    },
    "accord-collectif": {"amount_cents": "512,40", "year": "2025", "agreement": "T07522012345", **PAID},
    "licenciement": {"amount_cents": "3 000", "notified_on": "2026-10-01", "sent_on": "2026-10-08", **PAID},
    "lanceur-d-alerte": {"ordered_cents": "2000", "decided_on": "2026-09-01", **PAID},
    "prevention-de-l-inaptitude": {"hours": "40", "advised_on": "2026-09-01", "reference": "avis 7"},
    "mandat": {"first_round_on": "2020-03-15", "proof": "procès-verbal de l’élection"},
}  # fmt: skip
GIVEN = {
    "accident": "7 500,00 €", "points-de-prevention": "5 000,00 €", "versement-correctif": "3 000,00 €",
    "accord-collectif": "512,40 €", "licenciement": "3 000,00 €", "lanceur-d-alerte": "2 000,00 €",
    "prevention-de-l-inaptitude": "40 h d’agent public",
}  # fmt: skip


@pytest.fixture
def holder() -> scenes.Holder:
    return scenes.a_holder(rights_cents=10_000)


def at_work(role: Role = Role.STAFF_FINANCE):
    client = signed_in(scenes.FINANCE if role is Role.STAFF_FINANCE else scenes.STAFF)
    client.post("/agents", {"name": "martin", "reason": "courrier du 12 novembre"})
    return client


def address(holder: scenes.Holder, slug: str = "") -> str:
    return f"/agents/personnes/{holder.person_id}/droits" + (f"/{slug}" if slug else "")


def test_every_form_is_tried_here() -> None:
    assert set(ANSWERS) == {form.slug for form in FORMS}
    assert all(each.name in ANSWERS[form.slug] for form in FORMS for each in form.asked if each.input is not Input.YES)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.slug)
def test_it_is_foreseen_then_confirmed_once(holder, form) -> None:
    client, here = at_work(form.role), address(holder, form.slug)
    assert title(client.get(here)) == form.title
    before = accounts.rights(holder.account_id, on=day_of(scenes.AT))
    shown = words(client.post(here, ANSWERS[form.slug]))
    assert "Ce que cela change" in shown
    assert GIVEN.get(form.slug, "à l’anniversaire du mandat") in shown
    assert "Sur tout le compte, avant 100,00 €" in shown
    # Nothing is written yet.
    assert accounts.rights(holder.account_id, on=day_of(scenes.AT)) == before
    assert accounts.grants(holder.account_id) == ()
    for _twice in range(2):
        said = words(client.post(here, {**ANSWERS[form.slug], "confirm": "1"}, follow=True))
    assert "C’est enregistré" in said
    if form.slug == "mandat":
        assert [each.first_round_on for each in accounts.own_declarations(holder.account_id).mandates] == [
            date(2020, 3, 15)
        ]
        assert "Mandat d’élu enregistré procès-verbal de l’élection" in said
    else:
        assert len(accounts.grants(holder.account_id)) == 1


def test_the_file_says_what_was_done_and_by_whom(holder) -> None:
    at_work().post(address(holder, "accident"), {**ANSWERS["accident"], "confirm": "1"})
    said = words(at_work(Role.STAFF_AGENT).get(f"/agents/personnes/{holder.person_id}"))
    assert "Accident du travail ou maladie professionnelle" in said
    assert "accident 2024-0099" in said
    assert "Droits attribués autrement que par le travail" in said
    (grant,) = accounts.grants(holder.account_id)
    assert (grant.ground, grant.amount) == (GrantGround.ACCIDENT, 750_000)


def test_mistakes_and_refusals_are_told_and_can_be_corrected(holder) -> None:
    client = at_work()
    answer = client.post(address(holder, "accident"), {"incapacity_percent": "beaucoup"})
    assert answer.status_code == 422
    said = words(answer)
    for sentence in ("Cette réponse manque", "Indiquez un nombre entier", "Indiquez un jour"):
        assert sentence in said
    long = client.post(address(holder, "accident"), ANSWERS["accident"] | {"accident": "9" * 121})
    assert "Cette réponse est trop longue : 120 caractères au plus." in words(long)
    low = ANSWERS["accident"] | {"incapacity_percent": "5"}
    answer = client.post(address(holder, "accident"), low)
    assert answer.status_code == 422
    assert 'value="2024-0099"' in answer.content.decode()
    back = client.post(address(holder, "accident"), {**ANSWERS["accident"], "correct": "1"})
    assert 'value="12"' in back.content.decode()
    assert accounts.grants(holder.account_id) == ()
    client.post(address(holder, "accord-collectif"), {**ANSWERS["accord-collectif"], "confirm": "1"})
    other = ANSWERS["accord-collectif"] | {"amount_cents": "600"}
    assert "Cette référence a déjà servi" in words(client.post(address(holder, "accord-collectif"), other))


def test_a_mandate_ends(holder) -> None:
    client = at_work(Role.STAFF_AGENT)
    client.post(address(holder, "mandat"), {**ANSWERS["mandat"], "confirm": "1"})
    (mandate,) = accounts.own_declarations(holder.account_id).mandates
    end = f"/agents/personnes/{holder.person_id}/fin-de-mandat"
    assert "Indiquez un jour" in words(client.post(end, {"mandate": str(mandate.id), "ended_on": "x"}, follow=True))
    said = words(client.post(end, {"mandate": str(mandate.id), "ended_on": "2026-03-22"}, follow=True))
    assert "mandat terminé le 22 mars 2026" in said
    assert client.post(end, {"mandate": "x"}).status_code == 404


def test_each_role_sees_what_it_may_write(holder) -> None:
    finance, agent = words(at_work().get(address(holder))), words(at_work(Role.STAFF_AGENT).get(address(holder)))
    assert "Accident du travail" in finance
    assert "Mandat d’élu local" not in finance
    assert "Mandat d’élu local" in agent
    assert "Accident du travail" not in agent
    assert at_work().get(address(holder, "mandat")).status_code == 404
    assert at_work(Role.STAFF_AGENT).post(address(holder, "accident"), ANSWERS["accident"]).status_code == 404
    assert signed_in(scenes.APPROVER).get(address(holder)).status_code == 404
    assert signed_in(scenes.FINANCE).get(address(holder))["Location"] == "/agents"


@pytest.mark.parametrize(
    ("slug", "changed", "field", "why"),
    [
        ("accident", {"incapacity_percent": "5"}, "incapacity_percent", "est inférieur à celui"),
        ("accident", {"incapacity_percent": "500"}, "incapacity_percent", "va de 1 à 100"),
        ("accident", {"requested_on": "2026-01-14"}, "requested_on", "Ces deux jours sont inversés"),
        ("accident", {"requested_on": "2027-01-14"}, "requested_on", "n’est pas encore venu"),
        ("licenciement", {"sent_on": "2026-09-30"}, "sent_on", "Ces deux jours sont inversés"),
        ("accord-collectif", {"year": "1800"}, "year", "trop ancien"),
        ("accord-collectif", {"amount_cents": "10 000,01"}, "amount_cents", "n’écrit pas plus de 10000 €"),
        ("points-de-prevention", {"points": "999999"}, "points", "n’écrit pas plus de 10000 €"),
        ("versement-correctif", {"company_staff": "12"}, "company_staff", "moins de cinquante salariés"),
        ("mandat", {"first_round_on": "1800-03-15"}, "first_round_on", "trop ancien"),
    ],
)
def test_a_refusal_stands_under_its_own_answer(holder, slug, changed, field, why) -> None:
    client = at_work(next(form.role for form in FORMS if form.slug == slug))
    answer = client.post(address(holder, slug), ANSWERS[slug] | changed | {"confirm": "1"})
    assert answer.status_code == 422
    assert why in words(answer)
    assert f'href="#f-{field}"' in answer.content.decode()
    assert accounts.grants(holder.account_id) == ()


def test_a_payment_counts_on_one_account_whatever_it_is_said_to_be_for(holder) -> None:
    client, other = at_work(), scenes.a_holder()
    client.post(address(holder, "accord-collectif"), {**ANSWERS["accord-collectif"], "confirm": "1"})
    for slug in ("accord-collectif", "licenciement", "versement-correctif", "lanceur-d-alerte"):
        typed = ANSWERS[slug] | {"reference": "cpf-123456789 -CVCV-151126", "confirm": "1"}
        answer = client.post(address(other, slug), typed)
        assert (answer.status_code, 'href="#f-reference"' in answer.content.decode()) == (422, True)
    assert accounts.grants(other.account_id) == ()
    line = ANSWERS["accord-collectif"] | {"reference": f"{PAID['reference']}/2", "confirm": "1"}
    client.post(address(other, "accord-collectif"), line)
    assert [each.amount for each in accounts.grants(other.account_id)] == [51_240]


def test_what_is_written_has_a_reason_and_leaves_a_trace(holder) -> None:
    without = signed_in(scenes.FINANCE)
    answer = without.post(address(holder, "accident"), {**ANSWERS["accident"], "confirm": "1"})
    assert answer["Location"] == "/agents"
    assert accounts.grants(holder.account_id) == ()
    before = len(reads_about(holder.person_id))
    client = at_work()
    searched = len(reads_about(holder.person_id))
    client.post(address(holder, "accident"), {**ANSWERS["accident"], "confirm": "1"})
    readings = reads_about(holder.person_id)
    assert (before, len(readings)) == (0, searched + 1)
    assert {read.reason for read in readings} == {"courrier du 12 novembre"}
    agent = at_work(Role.STAFF_AGENT)
    agent.post(address(holder, "mandat"), {**ANSWERS["mandat"], "confirm": "1"})
    (mandate,) = accounts.own_declarations(holder.account_id).mandates
    end = f"/agents/personnes/{holder.person_id}/fin-de-mandat"
    typed = {"mandate": str(mandate.id), "ended_on": "2026-03-22"}
    assert signed_in(scenes.STAFF).post(end, typed)["Location"] == "/agents"
    assert accounts.own_declarations(holder.account_id).mandates[0].ended_on is None


def test_the_file_speaks_of_the_person_not_to_them(holder) -> None:
    at_work().post(address(holder, "accident"), {**ANSWERS["accident"], "confirm": "1"})
    said = words(at_work(Role.STAFF_AGENT).get(f"/agents/personnes/{holder.person_id}"))
    counters = said[said.index("Compteurs, chacun avec son plafond") : said.index("Ce que dit la loi")]
    assert "Versements d’autres que la personne" in counters
    assert not {"Mes", "vous", "vos", "votre"} & set(counters.split())


def test_a_sum_too_large_for_one_is_proposed_and_another_decides(holder) -> None:
    client, here = at_work(), address(holder, "accord-collectif")
    typed = {**ANSWERS["accord-collectif"], "amount_cents": "15 000"}
    shown = words(client.post(here, typed))
    assert "Une autre personne doit approuver C’est plus de 10 000 €" in shown
    assert "Sur tout le compte, après 15 100,00 €" in shown
    # Confirming all the same is refused, and nothing is written.
    assert "proposez-le" in words(client.post(here, {**typed, "confirm": "1"}))
    assert accounts.grants(holder.account_id) == ()
    answer = client.post(here, {**typed, "propose": "1"})
    proposal = answer["Location"]
    assert client.post(here, {**typed, "propose": "1"})["Location"] == proposal
    said = words(client.get(proposal))
    assert "Vous avez proposé ce versement" in said
    assert "Approuver" not in said.replace("à approuver", "").replace("Versements à approuver", "")
    assert client.post(f"{proposal}/approuver").status_code == 404

    approver = signed_in(scenes.APPROVER)
    assert "Accord collectif" in words(approver.get("/agents/droits-a-approuver"))
    said = words(approver.get(proposal))
    assert people.name_of(holder.person_id, by=scenes.STAFF, reason="test").display in said
    assert "Numéro de dépôt de l’accord T07522012345" in said
    assert "Approuver 15 000,00 €" in said
    assert "versement à approuver" in words(signed_in(holder.actor).get("/mes-droits/consultations"))
    assert "C’est approuvé" in words(approver.post(f"{proposal}/approuver", follow=True))
    assert accounts.rights(holder.account_id, on=day_of(scenes.AT)).total_cents == 1_510_000
    assert "déjà été décidée" in words(approver.post(f"{proposal}/refuser", {"reason": "trop tard"}, follow=True))
    assert signed_in(scenes.STAFF).get(proposal).status_code == 404


def test_a_proposal_is_taken_back_by_who_made_it_with_a_reason(holder) -> None:
    client, here = at_work(), address(holder, "points-de-prevention")
    proposal = client.post(here, {"points": "40", "reference": "C2P 43", "propose": "1"})["Location"]
    assert "20 000,00 €" in words(client.get(proposal))
    assert "Indiquez la raison" in words(client.post(f"{proposal}/refuser", {"reason": " "}, follow=True))
    said = words(client.post(f"{proposal}/refuser", {"reason": "Points comptés deux fois."}, follow=True))
    assert "Raison du refus : Points comptés deux fois." in said
    assert accounts.grants(holder.account_id) == ()
