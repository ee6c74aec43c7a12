"""The catalogue in the columns of the public data set « moncompteformation_catalogueformation » (Caisse des dépôts).

One row is a training of a provider in a department, for its certification. A training that is wholly remote is in the
department of its provider. Prices are euros with two decimals, all taxes included; a value we do not have is empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

from acquis.kit.departments import department
from acquis.kit.sheets import safe
from acquis.providers.types import ProviderCard

from ..formats.places import department_of
from ..types import ActionCard, CodeRow, Modality, Register, TrainingCard
from .shelf import Shown, plain

#: The name of each level of the national framework of certifications (D6113-19), as the data set writes it.
LEVELS = {
    1: "NIVEAU 1",
    2: "NIVEAU 2",
    3: "NIVEAU 3 - CAP, BEP",
    4: "NIVEAU 4 - BP, BT, BAC",
    5: "NIVEAU 5 - BTS, DUT",
    6: "NIVEAU 6 - LICENCE, MASTER 1",
    7: "NIVEAU 7 - MASTER, INGENIEUR",
    8: "NIVEAU 8 - DOCTORAT",
}
COLUMNS = (
    "date_extract", "nom_of", "nom_departement", "nom_region", "type_referentiel", "code_inventaire", "code_rncp",
    "intitule_certification", "libelle_niveau_sortie_formation",
    "code_formacode_1", "code_formacode_2", "code_formacode_3", "code_formacode_4", "code_formacode_5",
    "libelle_code_formacode_principal",
    "code_rome_1", "code_rome_2", "code_rome_3", "code_rome_4", "code_rome_5",
    "libelle_nsf_1", "libelle_nsf_2", "libelle_nsf_3", "code_nsf_1", "code_nsf_2", "code_nsf_3", "code_certifinfo",
    "siret", "numero_formation", "intitule_formation", "points_forts", "objectif_formation", "contenu_formation",
    "resultats_attendus_formation", "nb_action", "nb_session_active", "nb_session_a_distance",
    "nombre_heures_total_min", "nombre_heures_total_max", "nombre_heures_total_mean",
    "frais_ttc_tot_min", "frais_ttc_tot_max", "frais_ttc_tot_mean",
    "code_departement", "code_region", "nbaction_nbheures", "coderegion_export",
)  # fmt: skip


def write(out: BinaryIO, offers: Iterable[Shown], *, on: date) -> int:
    """Write the file as UTF-8 with `;` between cells, a header, one row as the module says; returns the rows."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    rows = csv.writer(text, delimiter=";")
    rows.writerow(COLUMNS)
    count = 0
    for each in offers:
        places: dict[str, list[ActionCard]] = {}
        for action in each.training.actions:
            places.setdefault(_department(action, each.provider), []).append(action)
        for code, actions in sorted(places.items()):
            row = _row(each.training, each.provider, code, actions, on)
            # Providers write the texts, and many open such a file with a spreadsheet.
            rows.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
            count += 1
    text.detach()
    return count


def _department(action: ActionCard, body: ProviderCard) -> str:
    if action.modality == Modality.REMOTE or not (action.town_insee or action.postal_code):
        return body.department
    return department_of(action.town_insee or action.postal_code)


def _row(
    training: TrainingCard, body: ProviderCard, code: str, actions: Sequence[ActionCard], on: date
) -> list[object]:
    certification = training.certification
    register, number = training.certification_code.rstrip("0123456789"), training.certification_code.lstrip("RNCPSF")
    where = department(code)
    region = where.region if where else ""
    sessions = [(action, session) for action in actions for session in action.sessions]
    hours = [action.hours_centre + action.hours_company for action in actions]
    prices = [action.price_cents for action in actions]
    formacode, rome, nsf = (
        (certification.formacode, certification.rome, certification.nsf) if certification else ((), (), ())
    )
    return [
        on.isoformat(),
        body.display,
        where.name if where else "",
        where.region_name if where else "",
        register if register in (Register.RNCP, Register.RS) else "",
        number if register == Register.RS else -1,
        number if register == Register.RNCP else -1,
        certification.title if certification else "",
        LEVELS.get(certification.level or 0, "") if certification else "",
        *_first(formacode, 5),
        formacode[0].label if formacode else "",
        *_first(rome, 5),
        *_first(nsf, 3, label=True),
        *_first(nsf, 3),
        "",
        body.siret,
        training.number,
        plain(training.title),
        plain(training.summary),
        plain(training.objective),
        plain(training.content),
        plain(training.expected_results),
        len(actions),
        len(sessions),
        sum(action.modality == Modality.REMOTE for action, _ in sessions),
        min(hours),
        max(hours),
        round(sum(hours) / len(hours), 2),
        _euros(min(prices)),
        _euros(max(prices)),
        _euros(round(sum(prices) / len(prices))),
        code,
        region,
        sum(each > 0 for each in hours),
        region,
    ]


def _first(rows: Sequence[CodeRow], count: int, *, label: bool = False) -> list[str]:
    cells = [row.label if label else row.code for row in rows[:count]]
    return cells + [""] * (count - len(cells))


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
