"""What makes somebody look at an offer before it is published, rule by rule, and what does not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.utils import translation

from acquis.catalogue.publishing import as_kept, signal_of
from acquis.catalogue.signals import Peers, Sibling, Surroundings, signals_of
from acquis.catalogue.types import Door, Funding, OfferAction, OfferTraining, Place, Signal, SignalKind

NOTHING = Surroundings()


def an_offer(**parts: object) -> OfferTraining:
    action = OfferAction(
        "A1",
        price_cents=int(str(parts.pop("price_cents", 120_000))),
        hours_centre=70,
        conditions=str(parts.pop("conditions", "<p>Aucun prérequis.</p>")),
        place=Place(lines=["3 rue du Four"], postal_code="75012", town="Paris"),
    )
    values: dict[str, object] = {
        "title": "Devenir boulanger",
        "objective": "<p>Pétrir, façonner et cuire le pain.</p>",
        "expected_results": "<p>Le CAP de boulanger, si vous réussissez l’examen.</p>",
        "content": "<p>Pâtes, levain, fournil.</p>",
        "certification_code": "RNCP37537",
    }
    return OfferTraining("F1", actions=[action], **{**values, **parts})  # type: ignore[arg-type]


def rules_of(signals: tuple[Signal, ...]) -> set[str]:
    return {signal.rule for signal in signals}


def test_an_honest_offer_has_no_signal() -> None:
    assert signals_of(an_offer(), NOTHING) == ()


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("<p>Une formation GRATUITE pour tous</p>", "free"),
        ("<p>Formation financée à <strong>100&nbsp;%</strong></p>", "free"),
        ("Tablette   offerte à l’inscription", "gift"),
        ("Un iPhone 15 offert", "gift"),
        ("Nos iPhones offerts aux dix premiers", "gift"),
        ("Un sac offert à l’inscription", "gift"),
        ("Votre participation vous est remboursée", "refund"),
        ("100 % de réussite !", "certain_success"),
        ("100% réussite", "certain_success"),
        ("Sans aucun doute, sans effort", "without_effort"),
        ("Vos droits vont expirer", "hurry"),
        ("Organisme agréé par l’État", "state"),
        ("<p>Une formation gra<b>tuit</b>e</p>", "free"),
        ("Une formation gra\u200btui\u00adte", "free"),
        ("Satisfait ou rembourse\u0301", "refund"),
        ("Envoyez-nous vos identifiants", "identity_of_the_account"),
    ],
)
def test_promises_are_met_however_they_are_written(words: str, rule: str) -> None:
    (signal,) = signals_of(an_offer(content=words), NOTHING)
    assert signal.rule == rule
    assert signal.where == "content"
    assert signal.why.endswith(".")
    assert signal.source
    assert signal.excerpt


@pytest.mark.parametrize(
    "words",
    [
        "Vous saurez préparer l’examen et fêter votre réussite",
        "Gérer les remises et avoirs",
        "Un effort de lecture est demandé chaque jour",
        "Du 02/03/2027 au 12/06/2027, 14 personnes, salle 12",
        "Réunion le 02/03/2027 10 h, ou 02/03/2027/04/03/2027",
        "Réponse sous 48 h ; 01.02 est la version du document",
    ],
)
def test_words_that_look_like_it_are_left_in_peace(words: str) -> None:
    assert signals_of(an_offer(content=words), NOTHING) == ()


@pytest.mark.parametrize(
    ("words", "rule", "shown"),
    [
        ("Appelez le 06 12 34 56 78 dès ce soir", "contact_phone", "06 12 34 56 78"),
        ("Appelez le +33.6.12.34.56.78", "contact_phone", "+33.6.12.34.56.78"),
        ("Écrivez à paul.roy@formation.fr", "contact_email", "paul.roy@formation.fr"),
        ("Écrivez à paul (at) formation point fr", "contact_email", "paul (at) formation point fr"),
        ("Inscrivez-vous sur www.superformation.biz/cpf", "contact_link", "www.superformation.biz/cpf"),
        ("Rendez-vous sur superformation.fr", "contact_link", "superformation.fr"),
        ("Appelez le 06/12/34/56/78", "contact_phone", "06/12/34/56/78"),
        ("Un message : wa.me/33612345678", "contact_link", "wa.me/33612345678"),
    ],
)
def test_contacts_have_no_place_in_a_text(words: str, rule: str, shown: str) -> None:
    (signal,) = signals_of(an_offer(conditions=f"<p>{words}</p>"), NOTHING)
    assert (signal.kind, signal.rule) == (SignalKind.CONTACT, rule)
    assert signal.where == "actions/A1/conditions"
    assert shown in signal.excerpt


def test_the_address_and_the_words_of_funders_are_read_as_they_are_shown() -> None:
    door = Door(funding=Funding.REGION, body="Tél. 06 12 34 56 78", words="Carte cadeau à l’arrivée")
    place = Place(lines=["3 rue du Four", "www.superformation.biz"], postal_code="75012", town="Cashback sur Seine")
    action = OfferAction("A1", price_cents=120_000, hours_centre=70, place=place, doors=[door])
    found = {(s.where, s.rule) for s in signals_of(replace(an_offer(), actions=[action]), NOTHING)}
    assert found == {
        ("actions/A1/address", "refund"),
        ("actions/A1/address", "contact_link"),
        ("actions/A1/doors", "gift"),
        ("actions/A1/doors", "contact_phone"),
    }


def test_what_stands_further_in_the_same_text_is_met_too() -> None:
    middle = " Vous pétrissez, façonnez et cuisez le pain, chaque jour, au fournil de l’école."
    text = f"Remboursement des repas.{middle} Cashback de 500 €.{middle} Écrivez à a@b.fr.{middle} Tél. 06 12 34 56 78."
    found = signals_of(an_offer(content=text), NOTHING)
    assert [signal.rule for signal in found] == ["refund", "refund", "contact_phone", "contact_email"]
    assert "Cashback" in found[1].excerpt
    assert len({signal.fingerprint for signal in found}) == 4


def peers(*cents: int, providers: int = 5) -> Surroundings:
    return Surroundings(peers={"on_site": Peers(cents, providers)})


USUAL = (1_500, 1_600, 1_700, 1_700, 1_800, 1_900, 2_100)


@pytest.mark.parametrize(
    ("price", "rule"), [(120_000, None), (160_000, None), (700_000, "price_far"), (20_000, "price_low")]
)
def test_a_price_is_compared_with_those_of_others(price: int, rule: str | None) -> None:
    found = signals_of(an_offer(price_cents=price), peers(*USUAL))
    assert [signal.rule for signal in found] == ([rule] if rule else [])
    if found:
        assert dict(found[0].working)["Prix de l’heure habituel (médiane)"] == "17,00\u00a0€"
        assert dict(found[0].working)["Actions comparées"] == "7"


def test_one_odd_peer_does_not_move_the_middle() -> None:
    assert rules_of(signals_of(an_offer(price_cents=700_000), peers(*USUAL, 900_000))) == {"price_far"}


def test_too_few_peers_say_nothing() -> None:
    assert signals_of(an_offer(price_cents=700_000), peers(*USUAL[:5])) == ()
    assert signals_of(an_offer(price_cents=700_000), peers(*USUAL, providers=2)) == ()


def a_sibling(**parts: object) -> Surroundings:
    values: dict[str, object] = {
        "number": "F0",
        "title": "Devenir boulanger",
        "text": "Devenir boulanger Pétrir, façonner et cuire le pain. Pâtes, levain, fournil.",
        "ways": frozenset({("on_site", "75012", 70, 120_000)}),
    }
    return Surroundings(siblings=(Sibling(**{**values, **parts}),))  # type: ignore[arg-type]


def test_the_same_training_twice_is_a_duplicate_only_when_followed_the_same_way() -> None:
    assert rules_of(signals_of(an_offer(), a_sibling())) == {"duplicate"}
    elsewhere = a_sibling(ways=frozenset({("on_site", "69001", 70, 120_000)}))
    assert signals_of(an_offer(), elsewhere) == ()
    assert signals_of(an_offer(), a_sibling(text="Le pain au levain, pour ceux qui savent déjà")) == ()


def test_a_title_that_has_no_word_of_the_certification_is_looked_at() -> None:
    baker = Surroundings(certification_title="Boulanger", certification_words="Boulanger pains viennoiserie levain")
    assert signals_of(an_offer(), baker) == ()
    english = an_offer(title="Anglais en ligne", objective="Parler", expected_results="Un score", content="Oral")
    assert rules_of(signals_of(english, baker)) == {"other_subject"}
    assert signals_of(english, NOTHING) == ()
    vague = Surroundings(certification_title="Boulanger", certification_words="Boulanger")
    assert signals_of(english, vague) == ()


def test_a_title_that_names_another_job_than_the_certification_s_is_looked_at() -> None:
    pastry = Surroundings(
        certification_title="Pâtissier",
        certification_words="Pâtissier",
        certification_jobs={"D1104": "Pâtissier / pâtissière"},
    )
    (found,) = signals_of(an_offer(certification_code="RNCP5226"), pastry)
    assert (found.rule, found.where) == ("other_trade", "certification_code")
    assert "«\u00a0Pâtissier\u00a0»" in found.sentence
    assert "RNCP5226" in found.sentence
    # Its own job, both at once, aims that say it, no job at all, and a certification of which no job is known.
    for title, objective in (
        ("Devenir pâtissier", "Cuire"),
        ("Boulanger-pâtissier", "Cuire"),
        ("Devenir boulanger", "<p>Et faire de la pâtisserie</p>"),
        ("Les gestes du fournil", "Cuire"),
    ):
        assert signals_of(an_offer(title=title, objective=objective), pastry) == (), title
    assert signals_of(an_offer(), replace(pastry, certification_jobs={})) == ()
    baker = replace(pastry, certification_jobs={"D1102": "Boulanger / boulangère"})
    assert signals_of(an_offer(), baker) == ()


def test_a_signal_is_told_in_the_reader_s_language_and_kept_in_none() -> None:
    (found,) = signals_of(an_offer(content="Gratuit"), NOTHING)
    (dear,) = signals_of(an_offer(price_cents=700_000), peers(*USUAL))
    kept = signal_of(json.loads(json.dumps(as_kept(dear))))
    assert kept == dear
    assert "5,9 fois plus chère" in kept.sentence
    with translation.override("en"):
        assert found.sentence.startswith("Training paid for with rights is not free")
        assert "5,9 times dearer" in kept.sentence
        assert kept.figures[2] == ("Actions compared", "7")
    # What was kept before sentences had values is told as it was written.
    old = {**as_kept(dear), "why": "À 100 % plus chère.", "said": []}
    del old["said"], old["source"]
    assert signal_of(json.loads(json.dumps(old))).sentence == "À 100 % plus chère."


def test_a_text_that_names_another_certification_is_looked_at() -> None:
    assert rules_of(signals_of(an_offer(objective="Prépare au RNCP 12345"), NOTHING)) == {"other_code"}
    assert signals_of(an_offer(objective="Prépare au RNCP37537"), NOTHING) == ()


def test_a_signal_is_the_same_on_the_same_words_only() -> None:
    one, again, other = (
        signals_of(an_offer(content=words), NOTHING)[0] for words in ("Gratuit", "Gratuit", "Gratuit, oui")
    )
    assert one.fingerprint == again.fingerprint != other.fingerprint
