"""The record of attendance as a file for a spreadsheet and on paper (PDF/UA-1), with the proofs of every line.

Both say who signed when and by which means, and the digest of each line, which holds that of the line before; the paper
has a code by which whoever receives it can check it.
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.attendance.types import Record
from acquis.kit.actor import Actor
from acquis.support import actions

from .attendance_words import completion_words, proofs_of, rows_of
from .design.environment import current_language
from .design.written import day, moment, per_mille
from .paper import check_of, pdf
from .sheets import csv_file


def as_csv(record: Record, *, holder: str, provider: str) -> HttpResponse:
    """The half-days, then every line with its digest, one table after the other."""
    proofs = proofs_of(record, holder=holder, provider=provider)
    columns = (
        _("Ligne"),
        _("Demi-journée"),
        _("Horaires"),
        _("Lieu"),
        _("Présence"),
        _("Suivi"),
        _("Preuve ou fait"),
        _("Par qui"),
        _("Par quel moyen"),
        _("Quand"),
        _("Raison d’une correction"),
        _("Empreinte SHA-256"),
    )
    rows = [
        ("", row.day, row.times, row.where, row.presence, row.followed, row.proof, "", "", "", "", "")
        for row in rows_of(record)
    ]
    rows += [
        (
            str(each.rank),
            each.half_day,
            "",
            "",
            "",
            "",
            each.what,
            each.who,
            each.means,
            each.when,
            each.motive,
            each.digest,
        )
        for each in proofs
    ]
    return csv_file(f"emargement-{record.number}.csv", columns, rows)


def on_paper(record: Record, *, holder: str, provider: str, by: Actor, at: datetime) -> HttpResponse:
    """Keep a code for the record as it is now, and give the document that bears it."""
    code = actions.issue_record(enrolment_id=record.enrolment_id, by=by, at=at)
    ends = f" – {day(record.ends_on)}" if record.ends_on else ""
    data = {
        "title": _("Feuille d’émargement"),
        "lang": current_language(),
        "check": check_of(code),
        "facts": [
            [_("Stagiaire"), holder],
            [_("Formation"), record.title],
            [_("Organisme"), provider],
            [_("Dates"), f"{day(record.starts_on)}{ends}"],
            [_("Dossier"), record.number],
        ],
        "rate_label": _("Part suivie à ce jour") if not record.is_whole else _("Part suivie"),
        "rate": per_mille(int(record.completion.rate_percent) * 10) if record.completion.total else "—",
        "rate_working": completion_words(record.completion),
        "half_days_title": _("Les demi-journées"),
        "half_day_columns": [_("Demi-journée"), _("Lieu"), _("Présence"), _("Preuve")],
        "half_days": [
            [f"{row.day}, {row.times}", row.where, _presence(row.presence, row.followed), row.proof]
            for row in rows_of(record)
        ],
        "proofs_title": _("Les preuves, dans l’ordre"),
        "proof_columns": ["N°", _("Demi-journée"), _("Quoi, par qui, par quel moyen, quand")],
        "proofs": [
            {
                "rank": str(each.rank),
                "half_day": each.half_day,
                "what": each.what,
                "how": f"{each.who}, {each.means}, {each.when}",
                "motive": _("Raison : %(motive)s") % {"motive": each.motive} if each.motive else "",
                "digest": each.digest,
            }
            for each in proofs_of(record, holder=holder, provider=provider)
        ],
        "no_proofs": _("Rien n’est signé encore."),
        "chain": _(
            "Sous chaque ligne, son empreinte SHA-256, calculée avec celle de la ligne d’avant : changer ou retirer "
            "une ligne change toutes les suivantes."
        ),
        "footer": _("Feuille d’émargement du %(day)s · code %(code)s") % {"day": moment(at), "code": code},
    }
    response = HttpResponse(pdf("attendance_record.typ", data), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="emargement-{record.number}-{code}.pdf"'
    return response


def _presence(presence: str, followed: str) -> str:
    return presence if presence == "—" else f"{presence}, {followed}"
