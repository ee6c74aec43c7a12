"""The certificate of completion (certificat de réalisation): what was followed, as declared and as the record counts.

Issued when the service is declared, and again when a decision changes what was declared.
"""

from __future__ import annotations

from decimal import Decimal

from acquis.attendance.types import Record
from acquis.kit.days import french

from ..types import Paper, PaperSaid, PaperSection
from .said import Facts, parties, training


def completion(facts: Facts, *, record: Record | None, decided: bool, number: str, issuer: str) -> PaperSaid:
    """What the certificate says; `decided`: the operator decided on it, both sides heard."""
    enrolment = facts.enrolment
    begins, ends = enrolment.entered_on or enrolment.starts_on, enrolment.exited_on or enrolment.ends_on
    dates = f"du {french(begins)} au {french(ends)}" if ends else f"à partir du {french(begins)}"
    planned = record.completion if record and record.completion.total else None
    unit = "exercices" if planned and planned.by_steps else "heures"
    counted = (
        [
            (
                "Selon la feuille d’émargement",
                f"{_hundredths(planned.done)} {unit} sur {_hundredths(planned.total)}, soit {planned.rate_percent} %",
            ),
            ("Lignes signées de la feuille", str(len(record.entries))),
            ("Empreinte de sa dernière ligne", record.head or "—"),
        ]
        if planned and record
        else [("Feuille d’émargement", "aucune demi-journée n’y était prévue")]
    )
    words = [
        f"{facts.provider.name} atteste que {facts.holder.first} {facts.holder.last} a suivi cette action {dates}.",
        f"Part suivie : {enrolment.rate_percent} %. "
        + (
            "Elle a été fixée par une décision du gestionnaire des comptes, les deux parties entendues."
            if decided
            else "Elle a été déclarée par l’organisme, et peut encore être contestée jusqu’à sa validation."
        ),
    ]
    if planned and planned.rate_percent != enrolment.rate_percent:
        words.append("La part retenue n’est pas celle que compte la feuille d’émargement ; les deux sont écrites ici.")
    words.append("Ce certificat ne dit rien de la réussite aux épreuves de la certification.")
    words.append("L’organisme garde les pièces qui prouvent la réalisation, et les présente en cas de contrôle.")
    return PaperSaid(
        paper=Paper.COMPLETION,
        title="Certificat de réalisation",
        number=number,
        issuer=issuer,
        subject=enrolment.title,
        initials=facts.initials,
        dates=dates,
        rate_percent=enrolment.rate_percent,
        sections=(
            parties(facts, holder="Stagiaire"),
            PaperSection(title="L’action", facts=training(enrolment)),
            PaperSection(
                title="Ce qui a été suivi",
                facts=(
                    ("Entrée en formation", french(begins)),
                    ("Sortie de formation", french(ends) if ends else "—"),
                    (
                        "Part retenue",
                        f"{_number(enrolment.done)} {unit} sur {_number(enrolment.total)}, "
                        f"soit {enrolment.rate_percent} %",
                    ),
                    *counted,
                ),
                words=tuple(words),
            ),
        ),
    )


def _hundredths(value: object) -> str:
    return _number(Decimal(int(str(value))) / 100)


def _number(value: Decimal | None) -> str:
    """« 34,5 »: no zero that says nothing."""
    return f"{(value or Decimal(0)):.2f}".rstrip("0").rstrip(".").replace(".", ",")
