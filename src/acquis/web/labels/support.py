"""How the states and subjects of requests and messages are called."""

from enum import StrEnum

from acquis.support.types import Act, Channel, Outcome, Paper, Recipient, SendingState, State, Topic

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (Topic.HOURS, "Le temps de travail compté n’est pas le bon"),
    (Topic.YEAR_MISSING, "Une année de travail manque"),
    (Topic.SITUATION, "Ma situation n’a pas été prise en compte (faible qualification, handicap)"),
    (Topic.TOP_UP, "Une somme ajoutée par quelqu’un d’autre manque ou est fausse"),
    (Topic.TRAINING_MONEY, "Une somme prise ou rendue pour une formation est fausse"),
    (Topic.OTHER, "Autre chose"),
    (Recipient.EMPLOYER, "Votre employeur, par notre intermédiaire"),
    (Recipient.OPERATOR, "Le gestionnaire des comptes"),
    (State.OPEN, "Reçue"),
    (State.TAKEN, "En cours d’examen"),
    (State.RELAYED, "Transmise à l’employeur"),
    (State.ASKED, "Attend votre réponse"),
    (State.ANSWERED, "Répondue"),
    (State.CLOSED, "Close"),
    (Act.OPEN, "Demande envoyée"),
    (Act.TAKE, "Prise en charge par un agent"),
    (Act.RELAY, "Transmise à l’employeur"),
    (Act.ASK, "Question d’un agent"),
    (Act.REPLY, "Réponse du titulaire"),
    (Act.ANSWER, "Réponse à la demande"),
    (Act.WITHDRAW, "Demande abandonnée"),
    (Act.CLOSE, "Demande close"),
    (Paper.STATEMENT, "relevé de compte"),
    (Paper.ATTENDANCE, "feuille d’émargement"),
    (Paper.ORDER, "bon de commande"),
    (Paper.CONTRACT, "contrat de formation"),
    (Paper.COMPLETION, "certificat de réalisation"),
    (Outcome.CORRECTED, "Corrigé"),
    (Outcome.EXPLAINED, "Expliqué, rien à corriger"),
    (Outcome.REFUSED, "Refusé"),
    (Channel.EMAIL, "E-mail"),
    (Channel.TEXT, "SMS"),
    (SendingState.WAITING, "En attente"),
    (SendingState.SENT, "Envoyé"),
    (SendingState.LEFT, "Pas envoyé : sans adresse, ou plus souhaité"),
    (SendingState.FAILED, "Échec"),
)
