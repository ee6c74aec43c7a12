"""What the bodies of the demonstration teach: one subject per line of work, with words of its own.

Certifications are real public entries of the national registers; what is sold under them is invented.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A family of offers: the certifications it may lead to, and how its pages read.

    `hours` and `price_euros` are ranges; `remote` is the share, in tenths, taught at a distance.
    """

    key: str
    titles: tuple[str, ...]
    words: tuple[str, ...]
    learns: tuple[str, ...]
    hours: tuple[int, int]
    price_euros: tuple[int, int]
    remote: int


SUBJECTS = (
    Subject(
        "bakery",
        ("Devenir boulanger", "Boulangerie, parcours adulte", "Boulangerie artisanale : du levain au fournil"),
        ("boulang", "pâtiss", "glac", "chocolat"),
        (
            "pétrir, façonner et cuire pains courants et pains spéciaux",
            "conduire une pousse longue au levain naturel",
            "tenir un fournil propre et organisé",
            "calculer un prix de revient",
        ),
        (280, 560),
        (2_900, 6_200),
        0,
    ),
    Subject(
        "kitchen",
        ("Cuisine de restaurant", "Cuisinier : reprendre un métier", "Cuisine du marché"),
        ("cuisin", "restaura", "hôtel"),
        (
            "préparer et dresser des plats chauds et froids",
            "organiser sa mise en place",
            "appliquer les règles d’hygiène",
            "travailler en brigade",
        ),
        (245, 490),
        (2_500, 5_400),
        0,
    ),
    Subject(
        "web",
        (
            "Développer des sites et des applications web",
            "Développement web, de la maquette à la mise en ligne",
            "Programmer le web en équipe",
        ),
        ("développeur", "web", "informatique", "applications"),
        (
            "écrire des pages accessibles",
            "programmer un service et sa base de données",
            "tester et mettre en ligne",
            "travailler avec un dépôt partagé",
        ),
        (280, 700),
        (3_200, 7_900),
        7,
    ),
    Subject(
        "office",
        (
            "Bureautique : tableur et traitement de texte",
            "Le tableur au quotidien",
            "Gagner du temps avec les outils de bureau",
        ),
        ("bureautique", "tableur", "numérique", "outils"),
        (
            "bâtir un tableau clair",
            "écrire des formules justes",
            "présenter des chiffres",
            "mettre en page un document long",
        ),
        (14, 42),
        (450, 1_600),
        6,
    ),
    Subject(
        "languages",
        ("Anglais professionnel", "Anglais : prendre la parole au travail", "Anglais à son rythme"),
        ("anglais", "langue", "communiquer"),
        (
            "tenir une réunion en anglais",
            "écrire un courriel précis",
            "comprendre un échange rapide",
            "préparer l’évaluation finale",
        ),
        (20, 60),
        (800, 2_600),
        8,
    ),
    Subject(
        "accounting",
        ("Comptabilité et paie", "Gestion comptable d’une petite entreprise", "Paie : du contrat au bulletin"),
        ("comptab", "paie", "gestion", "fiscal"),
        (
            "tenir une comptabilité courante",
            "établir des bulletins de paie",
            "préparer les déclarations",
            "lire un bilan",
        ),
        (140, 420),
        (1_900, 5_200),
        6,
    ),
    Subject(
        "care",
        (
            "Accompagner les personnes à domicile",
            "Métiers du soin et de l’accompagnement",
            "Aider et accompagner au quotidien",
        ),
        ("aide", "soin", "accompagn", "vie", "social", "santé"),
        (
            "accompagner les gestes de la vie quotidienne",
            "repérer une situation à risque",
            "transmettre à l’équipe",
            "préserver l’autonomie de la personne",
        ),
        (180, 490),
        (2_100, 5_600),
        1,
    ),
    Subject(
        "childhood",
        ("Accompagner le jeune enfant", "Petite enfance, parcours adulte"),
        ("enfan", "éveil", "éducat"),
        ("accompagner l’éveil du jeune enfant", "assurer les soins et l’hygiène", "échanger avec les familles"),
        (200, 420),
        (2_000, 4_300),
        3,
    ),
    Subject(
        "building",
        (
            "Électricien d’équipement du bâtiment",
            "Métiers du bâtiment : installer et rénover",
            "Rénovation énergétique des logements",
        ),
        ("électri", "bâtiment", "plomb", "thermi", "maçon", "couver", "menuis"),
        (
            "lire un plan et préparer un chantier",
            "installer et raccorder",
            "contrôler et mettre en service",
            "travailler en sécurité",
        ),
        (280, 630),
        (3_000, 7_200),
        0,
    ),
    Subject(
        "logistics",
        ("Conduire des chariots et gérer un entrepôt", "Logistique : de la réception à l’expédition"),
        ("logisti", "entrepôt", "magasin", "manuten", "transport"),
        ("réceptionner et contrôler", "préparer des commandes", "tenir un stock juste", "circuler en sécurité"),
        (35, 210),
        (900, 3_200),
        1,
    ),
    Subject(
        "sales",
        ("Vendre et conseiller en magasin", "Commerce : accueil, vente et fidélité", "Conseiller de vente"),
        ("vente", "commerc", "client", "négocia"),
        (
            "accueillir et comprendre une demande",
            "mener une vente de bout en bout",
            "tenir un rayon",
            "suivre ses résultats",
        ),
        (140, 420),
        (1_800, 4_800),
        4,
    ),
    Subject(
        "green",
        ("Jardins et espaces verts", "Maraîchage : produire et vendre en circuit court", "Paysagiste, parcours adulte"),
        ("jardin", "paysag", "agricol", "horticol", "maraîch"),
        (
            "préparer un sol et planter",
            "entretenir sans produit de synthèse",
            "conduire les engins courants",
            "chiffrer un chantier",
        ),
        (210, 560),
        (2_200, 5_400),
        0,
    ),
    Subject(
        "management",
        ("Encadrer une équipe", "Manager au quotidien", "Conduire un projet"),
        ("manage", "encadr", "équipe", "projet", "responsable"),
        (
            "fixer un cap et des priorités",
            "mener un entretien",
            "prévenir un conflit",
            "suivre un projet et en rendre compte",
        ),
        (35, 210),
        (1_400, 4_900),
        6,
    ),
    Subject(
        "graphics",
        ("Graphisme et mise en page", "Concevoir une identité visuelle"),
        ("graph", "design", "image", "audiovis"),
        ("composer une page", "choisir couleurs et caractères", "préparer un fichier pour l’impression et l’écran"),
        (70, 350),
        (1_500, 4_600),
        7,
    ),
    Subject(
        "clea",
        ("Reprendre confiance : lire, écrire, compter", "Socle de connaissances et de compétences"),
        ("socle", "cléa", "connaissances"),
        (
            "communiquer en français",
            "utiliser les règles de base du calcul",
            "travailler en équipe",
            "apprendre à apprendre",
        ),
        (70, 210),
        (900, 2_400),
        2,
    ),
    Subject(
        "assessment",
        (
            "Bilan de compétences",
            "Bilan de compétences : faire le point",
            "Bilan de compétences, accompagnement individuel",
        ),
        ("bilan",),
        ("analyser son parcours et ses envies", "éprouver un projet", "repartir avec un plan d’action"),
        (16, 24),
        (1_200, 2_200),
        6,
    ),
    Subject(
        "vae",
        ("Faire reconnaître son expérience", "Validation des acquis : accompagnement complet"),
        ("acquis", "vae"),
        ("choisir le titre qui correspond à son expérience", "décrire ses activités", "se préparer au jury"),
        (24, 48),
        (1_500, 2_600),
        7,
    ),
    Subject(
        "car",
        ("Permis B", "Permis B, formule complète", "Permis B en boîte automatique"),
        ("permis b", "catégorie b"),
        (
            "connaître le code de la route",
            "maîtriser le véhicule",
            "circuler dans des conditions variées",
            "se présenter à l’examen",
        ),
        (20, 35),
        (950, 1_900),
        0,
    ),
    Subject(
        "truck",
        ("Permis C : conduire un poids lourd", "Permis CE, ensemble de véhicules"),
        ("poids lourd", "permis c", "permis ce"),
        ("vérifier et atteler", "conduire un véhicule lourd sur route et en ville", "respecter les temps de conduite"),
        (70, 140),
        (2_200, 4_200),
        0,
    ),
)
