"""Sources, grounds and origins of declared facts in the words of the pages."""

from enum import StrEnum

from acquis.declarations.types import Ground, Kind, Level, Origin, Source, State

#: Pairs: a contract is a level of findings and an origin of facts, a summary a source and an origin.
LABELS: tuple[tuple[StrEnum, str], ...] = (
    (Source.DSN, "Déclaration sociale nominative (DSN)"),
    (Source.SUMMARY, "Récapitulatif annuel"),
    (Source.DEATHS, "Fichier des décès"),
    (Source.ENDOWMENTS, "Dotations d’employeur"),
    (Level.FILE, "Fichier"),
    (Level.DECLARATION, "Déclaration"),
    (Level.INDIVIDUAL, "Personne"),
    (Level.CONTRACT, "Contrat"),
    (State.READING, "Lecture en cours"),
    (State.READ, "Lu"),
    (State.REFUSED, "Non lu"),
    (Ground.MATERNITY, "Maternité"),
    (Ground.PATERNITY, "Paternité et accueil de l’enfant"),
    (Ground.ADOPTION, "Adoption"),
    (Ground.PARENTAL_PRESENCE, "Présence parentale"),
    (Ground.CARER, "Proche aidant"),
    (Ground.PARENTAL_EDUCATION, "Congé parental d’éducation"),
    (Ground.WORK_ACCIDENT, "Accident du travail"),
    (Ground.OCCUPATIONAL_DISEASE, "Maladie professionnelle"),
    (Ground.TRANSITION_PROJECT, "Projet de transition professionnelle"),
    (Ground.COMMUTING_ACCIDENT, "Accident de trajet"),
    (Ground.ILLNESS, "Maladie"),
    (Ground.PAID_LEAVE, "Congés payés"),
    (Ground.PARTIAL_WORK, "Activité partielle"),
    (Ground.OTHER, "Autre absence"),
    (Origin.ACTIVITY, "Activité déclarée"),
    (Origin.HOURS_PAID, "Heures payées"),
    (Origin.CONTRACT, "Durée prévue au contrat"),
    (Origin.PAY, "Rémunération"),
    (Origin.SUMMARY, "Récapitulatif annuel"),
    (Kind.EMPLOYER, "Employeur, déclaration annuelle"),
    (Kind.HOUSEHOLD, "Particulier employeur"),
    (Kind.CHILDMINDER, "Assistant maternel"),
    (Kind.FARM, "Exploitation agricole"),
    (Kind.PERFORMER, "Spectacle"),
    (Kind.SEAFARER, "Marine"),
    (Kind.SELF_EMPLOYED, "Activité indépendante"),
    (Kind.PUBLIC, "Employeur public"),
    (Kind.SHELTERED, "Établissement d’accompagnement par le travail (ESAT)"),
)
