"""A realistic national catalogue, invented: providers, prices and sessions, over the titles of real certifications.

The titles and the blocks of skills are read from `../shared/data/rncp` when it is there; otherwise they are put
together from words of our own. The same seed gives the same catalogue.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import numpy as np

from acquis.catalogue.search.plan import OfferDocument
from acquis.catalogue.types import Funding, Modality, Rhythm

TODAY = date(2026, 11, 27)
#: As the cards of the product write an entry at any time (`documents.ANY_DAY`, which needs the database's models).
ANY_DAY = 99_999_999
LEVELS = {f"niveau{n}": n for n in range(1, 9)}
UNIVERSITY = {
    "MASTER",
    "LICENCE",
    "LP",
    "DEUST",
    "DOCTORAT",
    "MST",
    "DU",
    "DUT",
    "Licence Professionnelle",
    "Titre ingénieur",
}
TEMPLATES = (
    "{}", "{}", "{}", "{} – parcours adulte", "Formation {}", "{} en alternance", "Préparer le titre {}", "{} (bloc 1)",
    "Devenir {}", "{} : perfectionnement", "{} pour débutants", "{} à distance",
)  # fmt: skip
OWN_TITLES = [
    "Boulanger",
    "Pâtissier",
    "Cuisinier",
    "Électricien d’équipement",
    "Plombier chauffagiste",
    "Maçon",
    "Peintre en bâtiment",
    "Développeur web",
    "Technicien systèmes et réseaux",
    "Comptable assistant",
    "Gestionnaire de paie",
    "Secrétaire médical",
    "Aide-soignant",
    "Auxiliaire de puériculture",
    "Conducteur routier de marchandises",
    "Agent de sécurité",
    "Coiffeur",
    "Esthéticienne",
    "Anglais professionnel",
    "Espagnol professionnel",
    "Bureautique tableur",
    "Conduite de projet",
    "Manager de proximité",
    "Vendeur conseil",
    "Chargé de communication",
    "Graphiste",
    "Fleuriste",
    "Jardinier paysagiste",
    "Soudeur",
    "Usineur",
    "Logisticien d’entrepôt",
    "Formateur d’adultes",
    "Éducateur sportif",
    "Accompagnant éducatif et social",
]
OWN_SENTENCES = [
    "Préparer et organiser son activité selon la commande",
    "Contrôler la qualité du travail réalisé",
    "Accueillir et conseiller les clients dans un objectif de vente",
    "Communiquer à l’oral et à l’écrit",
    "Assurer la maintenance des équipements",
    "Respecter les règles d’hygiène et de sécurité",
    "Établir un devis et une facture",
    "Utiliser un tableur et un traitement de texte",
    "Animer une équipe",
    "Conduire un projet de sa conception à son bilan",
    "Réaliser une étude de marché",
    "Gérer les stocks",
]


@dataclass(frozen=True, slots=True)
class Certification:
    code: str
    title: str
    level: int | None
    formacode: str
    rome: str


@dataclass(slots=True)
class Sources:
    """What the offers are made from."""

    certifications: list[Certification]
    sentences: list[str]
    towns: list[tuple[str, str, float, float]]
    weights: list[float]
    are_real: bool


def sources() -> Sources:
    """Titles, sentences and towns: real where they are to be had."""
    folder = Path(os.environ.get("ACQUIS_SHARED", "../shared")) / "data" / "rncp" / "rncp_2020_complet"
    rng = random.Random(1)
    titles: list[tuple[str, int | None]] = []
    sentences: list[str] = []
    are_real = folder.is_dir()
    if are_real:
        with open(folder / "rncp_info.v1.4.csv", encoding="latin-1", newline="") as file:
            titles = [
                (row["intituleDiplome"].strip().capitalize(), LEVELS.get(row["NiveauEurope"]))
                for row in csv.DictReader(file, delimiter=";")
                # Universities sell little with an account, and their titles begin alike.
                if row["intituleDiplome"]
                and row["CodeTypeCertif"] not in UNIVERSITY
                and len(row["intituleDiplome"]) < 90
            ]
        with open(folder / "rncp_blocs_competences.v1.4.csv", encoding="latin-1", newline="") as file:
            sentences = [row["intitule"].strip() for row in csv.DictReader(file, delimiter=";") if row["intitule"]]
    titles = [*((title, rng.choice([3, 4, 5, None])) for title in OWN_TITLES), *titles]
    sentences = sentences or list(OWN_SENTENCES)
    domains = [f"{rng.randrange(110, 460)}{rng.randrange(100):02d}" for _ in range(110)]
    certifications = [
        Certification(
            code=f"{'RS' if n % 4 == 0 else 'RNCP'}{1000 + n}",
            title=title[:160],
            level=level,
            formacode=domains[rng.randrange(len(domains))],
            rome=f"{rng.choice('ABCDEFGHIJKLMN')}{rng.randrange(11, 19)}{rng.randrange(1, 10):02d}",
        )
        for n, (title, level) in enumerate(titles)
    ]
    with gzip.open(str(files("acquis.catalogue") / "data" / "towns.csv.gz"), "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["lat"] and row["population"]]
    towns = [(r["insee"], r["name"], float(r["lat"]), float(r["lon"])) for r in rows]
    return Sources(certifications, sentences, towns, [float(r["population"]) for r in rows], are_real)


def offers(count: int, *, seed: int = 1, given: Sources | None = None) -> Iterator[OfferDocument]:
    """So many offers, three and a third sessions each."""
    made = given or sources()
    rng = np.random.default_rng(seed)
    certifications, sentences, towns = made.certifications, made.sentences, made.towns
    chances = np.array(made.weights)
    chances /= chances.sum()
    ranks = 1.0 / np.arange(20, 20 + len(certifications))
    ranks /= ranks.sum()
    providers = max(20, count // 40)
    names = ("École", "Institut", "Centre", "Campus", "Atelier", "Académie")
    rhythms, fundings, modalities = list(Rhythm), list(Funding), (Modality.ON_SITE, Modality.MIXED, Modality.REMOTE)
    batch = 5_000
    for begin in range(0, count, batch):
        many = min(batch, count - begin)
        which = rng.choice(len(certifications), many, p=ranks)
        where = rng.choice(len(towns), many, p=chances)
        whose = (rng.random(many) ** 2 * providers).astype(int)
        said = (rng.random((many, 7)) ** 1.5 * len(sentences)).astype(int)
        modality = rng.choice(3, many, p=[0.5, 0.15, 0.35])
        prices = (rng.lognormal(7.2, 0.7, many) * 100).astype(int)
        hours = (rng.lognormal(3.8, 0.9, many)).astype(int) + 1
        sessions = rng.poisson(2.9, many)
        dates = rng.integers(-30, 300, (many, 12))
        chance = rng.random((many, 6))
        template = rng.integers(0, len(TEMPLATES), many)
        for n in range(many):
            number = begin + n
            certification = certifications[which[n]]
            insee, town, lat, lon = towns[where[n]]
            title = TEMPLATES[template[n]].format(" ".join(certification.title.split()[:12]))
            provider = str(UUID(int=int(whose[n])))
            name = f"{names[whose[n] % 6]} {town if whose[n] % 3 else 'Formation'} {whose[n]}"
            permanent = chance[n, 0] < 0.15
            days = tuple(TODAY.toordinal() + int(day) for day in dates[n, : max(1, min(12, sessions[n]))])
            sessions_of = [(day, str(UUID(int=(number << 8) + at))) for at, day in enumerate(sorted(set(days)))]
            register = "RS" if certification.code.startswith("RS") else "RNCP"
            training = str(UUID(int=number // 2))
            card = {
                "training": training, "action": str(UUID(int=number)), "provider_id": provider, "title": title,
                "provider": name, "code": certification.code, "certification": certification.title,
                "register": register, "level": certification.level, "kind": register.lower(),
                "modality": modalities[modality[n]], "entry": "permanent" if permanent else "fixed",
                "hours": int(hours[n]), "price": int(prices[n]), "town": town, "postal_code": "", "insee": insee,
                "lat": lat, "lon": lon, "places": None, "rating": None, "reviews": 0,
                "sessions": [(ANY_DAY, str(UUID(int=number << 8)))] if permanent else sessions_of,
            }  # fmt: skip
            yield OfferDocument(
                key=str(UUID(int=number)),
                training=training,
                provider=provider,
                title=title,
                certification=certification.title,
                trades=(),
                body=". ".join(sentences[at] for at in said[n]),
                provider_name=name,
                code=certification.code,
                register=register,
                kind=register.lower(),
                level=certification.level,
                rome=(certification.rome,),
                formacode=(certification.formacode,),
                modality=modalities[modality[n]],
                price_cents=int(prices[n]),
                hours=int(hours[n]),
                lat=lat,
                lon=lon,
                insee=insee,
                days=days,
                permanent=bool(permanent),
                places=None if chance[n, 1] < 0.5 else int(chance[n, 2] * 15),
                rhythms=frozenset({rhythms[number % len(rhythms)]}),
                fundings=frozenset({fundings[0]})
                if chance[n, 3] < 0.8
                else frozenset({fundings[number % len(fundings)]}),
                accessible=bool(chance[n, 4] < 0.4),
                rating=None if chance[n, 5] < 0.6 else 300 + number % 200,
                reviews=0 if chance[n, 5] < 0.6 else number % 60,
                card=json.dumps(card, ensure_ascii=False),
            )
