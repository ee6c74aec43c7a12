"""The order (bon de commande): what is bought, at which price, who pays it, and how one may still go back on it.

It is read by the training body too: which third party pays, or why nothing is left to pay, is not written.
"""

from __future__ import annotations

from acquis import rules
from acquis.enrolments.types import EnrolmentDetails
from acquis.kit.clock import day_of
from acquis.kit.days import french
from acquis.kit.money import euros

from ..types import Paper, PaperSaid, PaperSection
from .said import Facts, parties, training


def order(facts: Facts, *, number: str, issuer: str) -> PaperSaid:
    """What the order says."""
    enrolment = facts.enrolment
    ordered_on = day_of(enrolment.confirmed_at or enrolment.requested_at)
    law = rules.law_on(ordered_on)
    return PaperSaid(
        paper=Paper.ORDER,
        title="Bon de commande",
        number=number,
        issuer=issuer,
        subject=enrolment.title,
        initials=facts.initials,
        dates=_dates(enrolment),
        sections=(
            parties(facts),
            PaperSection(title="La formation commandée", facts=training(enrolment)),
            PaperSection(
                title="Le prix, et qui le paie",
                facts=(("Commande confirmée le", french(ordered_on)),),
                amounts=_amounts(enrolment),
                words=_price_words(enrolment, law),
            ),
            PaperSection(title="Les conditions", words=conditions(enrolment, law)),
            PaperSection(title="Le droit de se rétracter", words=withdrawal(enrolment, law)),
        ),
    )


def _dates(enrolment: EnrolmentDetails) -> str:
    begins = french(enrolment.starts_on)
    return f"du {begins} au {french(enrolment.ends_on)}" if enrolment.ends_on else f"à partir du {begins}"


def _amounts(enrolment: EnrolmentDetails) -> tuple[tuple[str, str], ...]:
    lines = []
    if enrolment.personal and enrolment.personal.offered_price_cents != enrolment.price_cents:
        lines.append(("Prix de l’offre publiée", euros(enrolment.personal.offered_price_cents)))
    parts = (
        ("Payé par les droits du compte", enrolment.rights_cents),
        ("Payé par d’autres que le stagiaire", enrolment.third_party_cents),
        ("Payé par le stagiaire", enrolment.holder_pays_cents),
    )
    lines += [(name, euros(cents)) for name, cents in parts if cents]
    return (*lines, ("Prix convenu, toutes taxes comprises", euros(enrolment.price_cents)))


def _price_words(enrolment: EnrolmentDetails, law: rules.Law) -> tuple[str, ...]:
    of_the_day = law.participation.participation_cents
    due = enrolment.participation_cents
    words = ["Ce prix et ce partage sont ceux du jour de la commande. Ils ne changent plus, même si l’offre change."]
    if enrolment.personal:
        words.append(f"Offre adaptée au stagiaire. Raison donnée par l’organisme : {enrolment.personal.reason}")
    if due:
        words.append(
            f"Le stagiaire paie {euros(enrolment.holder_pays_cents)}, dont {euros(due)} de participation obligatoire "
            f"(code du travail, article L6323-7 ; {euros(of_the_day)} ce jour-là)."
        )
    else:
        words.append("La participation obligatoire (code du travail, article L6323-7) n’est pas due ici.")
    words.append("Les droits du compte sont réservés à la commande et débités à l’entrée en formation.")
    return tuple(words)


def conditions(enrolment: EnrolmentDetails, law: rules.Law) -> tuple[str, ...]:
    """What happens when somebody cancels, does not come, or leaves before the end."""
    lowest, whole = law.attendance.dropout_tiers
    late = law.cancellation
    own = {
        "credit_note": "ce que le stagiaire a payé est gardé sur son compte pour une autre formation",
        "refunded": "ce que le stagiaire a payé lui est remboursé",
    }[late.late_cancellation_holder_payment]
    return (
        f"Conditions générales d’utilisation du compte : version {late.conditions_version}, du jour de la commande.",
        f"Annulation sans frais jusqu’au {french(enrolment.free_cancellation_last_day)} inclus : tout revient à ceux "
        "qui ont payé.",
        f"Annulation après ce jour, ou absence le premier jour : l’organisme reçoit "
        f"{late.late_cancellation_provider_percent} % du prix, les droits engagés sont perdus, et {own}.",
        "Annulation par l’organisme : tout revient à ceux qui ont payé, et rien ne lui est dû.",
        "En cas de force majeure reconnue, le prix n’est dû que pour ce qui a été suivi (article L6353-7).",
        f"Abandon en cours de formation : la part suivie est payée ; en dessous de {lowest} %, {lowest} % sont payés ; "
        f"à partir de {whole} %, tout le prix est payé.",
        f"L’organisme est payé dans les {law.delays.payment_calendar_days} jours qui suivent la validation de la "
        "formation suivie.",
    )


def withdrawal(enrolment: EnrolmentDetails, law: rules.Law) -> tuple[str, ...]:
    """Until when, how, and what comes back."""
    last = enrolment.withdrawal_last_day
    until = f"jusqu’au {french(last)} inclus" if last else "dans le délai des conditions générales"
    return (
        f"Le stagiaire peut se rétracter {until}, sans donner de raison et sans frais, tant que la formation n’a pas "
        "commencé.",
        "Il le fait sur la page de son inscription, ou en l’écrivant au gestionnaire des comptes.",
        "Ses droits reviennent sur son compte ; ce qu’il a payé lui est remboursé dans les "
        f"{law.delays.withdrawal_refund_calendar_days} jours.",
    )
