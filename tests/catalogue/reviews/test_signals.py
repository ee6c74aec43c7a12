"""What the rules see in a text, and what they must leave alone."""

from __future__ import annotations

import pytest

from acquis.catalogue.reviews.signals import rules, signals_of
from acquis.catalogue.reviews.types import SignalKind
from acquis.web.staff.reviews import WHY

SEEN = [
    ("Écrivez-moi à camille.martin@exemple.fr", SignalKind.CONTACT, "camille.martin@exemple.fr"),
    ("camille (at) exemple point fr", SignalKind.CONTACT, "camille (at) exemple point fr"),
    ("Mon numéro : 06 12 34 56 78.", SignalKind.CONTACT, "06 12 34 56 78"),
    ("Mon numéro : +33612345678", SignalKind.CONTACT, "+33612345678"),
    ("Tout est sur www.exemple.org/avis", SignalKind.CONTACT, "www.exemple.org/avis"),
    ("Suivez @camille.forme", SignalKind.CONTACT, "@camille.forme"),
    ("Mon dossier 2 85 03 75 101 123 45", SignalKind.CONTACT, "2 85 03 75 101 123 45"),
    ("Merci à Julie pour sa patience", SignalKind.NAME, "Merci à Julie"),
    ("Le formateur Karim Benali est en retard", SignalKind.NAME, "formateur Karim Benali"),
    ("Mme Durand-Petit ne répond jamais", SignalKind.NAME, "Mme Durand-Petit"),
    ("Monsieur Lefèvre explique bien", SignalKind.NAME, "Monsieur Lefèvre"),
    ("Bande de c0nnards", SignalKind.INSULT, "c0nnards"),
    ("Des ESCROCS !!!", SignalKind.INSULT, "ESCROCS"),
    ("Quels abrutiiiis", SignalKind.INSULT, "abrutiiiis"),
    ("Une Bande d’incapables", SignalKind.INSULT, "Bande d’incapables"),
    ("Des gens incapables", SignalKind.INSULT, "incapables"),
]
LEFT_ALONE = [
    "Très bonne formation, le rythme est soutenu mais on apprend beaucoup.",
    "Je suis passée d’Excel débutant à confirmé en 35 heures, avec Excel 2021 et Word.",
    "Formation suivie à Lyon du 12/01/2026 au 16/01/2026, 1 500 euros, 70 heures.",
    "Trop cher, organisation déplorable, je ne recommande pas du tout.",
    "Le contenu est conforme au RNCP37537. J’ai obtenu 4,5 sur 5 et un TOSA de 850.",
    "Les cours par France Travail étaient complets, d’où le compte.",
    "Le formateur est compétent. Contre toute attente, une conclusion utile : consulter un conseiller.",
    "Merci à tous, merci à l’équipe. Avec le recul, 5 étoiles.",
]


@pytest.mark.parametrize(("text", "kind", "excerpt"), SEEN)
def test_what_is_seen_is_shown_as_it_was_written(text, kind, excerpt):
    assert (kind, excerpt) in [(each.kind, each.excerpt) for each in signals_of(text)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_an_honest_review_is_left_alone_however_severe(text):
    assert signals_of(text) == ()


def test_a_thing_is_shown_once():
    assert len(signals_of("06 12 34 56 78, je répète : 06 12 34 56 78")) == 1


def test_every_rule_is_explained_to_the_moderator():
    assert {key for key, _ in rules().contacts} | {"called", "insult"} == set(WHY)


def test_a_long_text_of_nonsense_is_read_at_once():
    assert signals_of("a" * 1000) == ()
    assert signals_of("@" * 1000) == ()
