"""Who pays for an action, and what else a file says that one may filter by: rhythm, level, access, places, fees."""

from __future__ import annotations

import pytest
from tests.catalogue import scenes

from acquis.catalogue import queries
from acquis.catalogue.types import CertificationFee, Door, Funding, OfferState, Pay, Rhythm, TrainingCard

pytestmark = pytest.mark.django_db

ASKED = (
    "<adresse-information><adresse><ligne>1 place Carnot</ligne><codepostal>69002</codepostal><ville>Lyon</ville>"
    "</adresse></adresse-information>"
)


def financed(*codes: str, agreed: str = "1") -> bytes:
    """A training without certification and price, whose action these funders pay for, under an agreement or not."""
    funders = "".join(
        f"<organisme-financeur><code-financeur>{code}</code-financeur>"
        "<nb-places-financees>12</nb-places-financees></organisme-financeur>"
        for code in codes
    )
    action = scenes.lheo_action(price="").replace("</session>", f"</session>{ASKED}")
    words = "<detail-conditions-prise-en-charge>Passez par votre conseiller</detail-conditions-prise-en-charge>"
    action = action.replace("</action>", f"{words}<conventionnement>{agreed}</conventionnement>{funders}</action>")
    return scenes.lheo(scenes.lheo_training("L1", action, code=""))


def brought(content: bytes) -> TrainingCard:
    body = scenes.provider()
    report = scenes.bring(content, body)
    assert not report.blocking_total, [f.sentence for f in report.findings]
    (card,) = queries.trainings_of(body)
    return card


def test_what_the_region_pays_for_needs_no_price_and_no_certification_and_is_not_bought_here() -> None:
    card = brought(financed("2"))
    (action,) = card.actions
    assert card.state is OfferState.PUBLISHED
    assert card.action_kind is None
    assert not card.by_account
    assert action.doors == (
        Door(
            funding=Funding.REGION,
            body="Conseil régional",
            pay=Pay.ALLOWANCE,
            places=12,
            address=("1 place Carnot", "69002 Lyon"),
            email="a@b.fr",
            words="Passez par votre conseiller",
        ),
    )
    session = queries.offered(action.sessions[0].id)
    assert session is not None
    assert not session.by_account
    # Found without its provider being listed among those that sell to accounts.
    assert card.on_shelf(sells=False)


def test_funders_without_an_agreement_add_to_the_account() -> None:
    scenes.certification()
    action = scenes.lheo_action().replace(
        "</action>",
        "<organisme-financeur><code-financeur>16</code-financeur></organisme-financeur>"
        "<organisme-financeur><code-financeur>10</code-financeur></organisme-financeur></action>",
    )
    (read,) = brought(scenes.lheo(scenes.lheo_training("L1", action))).actions
    assert read.fundings == {Funding.ACCOUNT, Funding.SKILLS_OPERATOR}
    assert read.by_account
    assert read.doors[1].pay is Pay.KEPT


def test_what_the_account_pays_for_still_needs_a_price_and_a_certification() -> None:
    body = scenes.provider()
    report = scenes.bring(financed("2", agreed="0"), body)
    assert {"no_price"} <= {f.code for f in report.findings if f.blocking}
    report = scenes.bring(scenes.lheo(scenes.lheo_training(code="")), body)
    assert "no_certification" in {f.code for f in report.findings if f.blocking}


def test_a_funder_that_is_not_in_the_dictionary_is_told() -> None:
    scenes.certification()
    action = scenes.lheo_action().replace(
        "</action>", "<organisme-financeur><code-financeur>99</code-financeur></organisme-financeur></action>"
    )
    report = scenes.bring(scenes.lheo(scenes.lheo_training("L1", action)), scenes.provider())
    assert "not_in_list" in {f.code for f in report.findings}


def test_lheo_says_rhythm_levels_languages_access_and_places() -> None:
    scenes.certification()
    session = scenes.lheo_session().replace(
        "</session>",
        "<recrutement><modalite-recrutement>9</modalite-recrutement><nb-places>8</nb-places></recrutement></session>",
    )
    action = (
        scenes.lheo_action("A1", session)
        .replace("En journée", "En journée, du lundi au vendredi, à temps plein")
        .replace("<prix-total-TTC>", "<acces-handicapes>Oui, sur demande</acces-handicapes><langue-formation>FR"
                 "</langue-formation><langue-formation>EN</langue-formation><prix-total-TTC>")
    )  # fmt: skip
    training = scenes.lheo_training("L1", action).replace(
        "</certification>", "</certification><code-niveau-sortie>5</code-niveau-sortie>", 1
    )
    card = brought(scenes.lheo(training))
    (read,) = card.actions
    assert (card.level_in, card.level_out) == (3, 4)
    assert read.rhythms == (Rhythm.FULL_TIME, Rhythm.WEEKDAYS, Rhythm.DAYTIME)
    assert read.languages == ("FR", "EN")
    assert read.accessible
    assert (read.sessions[0].places, read.sessions[0].places_left) == (8, 8)


@pytest.mark.parametrize(("said", "yes"), [("0", False), ("Non", False), ("1", True), ("Rampe à l’entrée", True)])
def test_a_no_is_not_an_access(said: str, yes: bool) -> None:
    scenes.certification()
    action = scenes.action().replace("<acces-handicapes>0", f"<acces-handicapes>{said}")
    content = scenes.edof(scenes.training("F1", action), declared="UTF-8", written="utf-8")
    assert brought(content).actions[0].accessible is yes


def test_the_file_of_the_platform_says_rhythm_and_where_the_certification_is_paid() -> None:
    scenes.certification()
    extras = (
        '<extras info="codes-rythme-formation"><extra info="code-rythme-formation">4</extra></extras>'
        '<extra info="frais-certif-inclus-frais-anpec">0</extra>'
    )
    action = scenes.action().replace(
        '<extra info="existence-prerequis">', extras + '<extra info="existence-prerequis">'
    )
    (read,) = brought(scenes.edof(scenes.training("F1", action))).actions
    assert read.rhythms == (Rhythm.WEEKENDS,)
    assert read.certification_fee is CertificationFee.IN_PRICE
    assert (read.price_cents, read.price_without_vat_cents, read.vat_rate_permille) == (120_000, 100_000, 200)
