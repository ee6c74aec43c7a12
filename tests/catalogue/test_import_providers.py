"""Lists of training bodies: two spellings of one header, SIRET built and checked, a bad line costs itself."""

from __future__ import annotations

import pytest
from tests.catalogue import scenes as s
from tests.shared import shared

from acquis.catalogue import actions
from acquis.catalogue.formats.bodies import siret_of
from acquis.catalogue.types import Refusal
from acquis.kit.refusal import Refused
from acquis.providers import queries as providers

pytestmark = pytest.mark.django_db

CAMEL = (
    "numeroDeclarationActivite;numerosDeclarationActivitePrecedent;denomination;siren;siretEtablissementDeclarant;"
    "adressePhysiqueOrganismeFormation.voie;adressePhysiqueOrganismeFormation.codePostal;"
    "adressePhysiqueOrganismeFormation.ville;adressePhysiqueOrganismeFormation.codeRegion;"
    "certifications.actionsDeFormation;certifications.bilansDeCompetences;certifications.VAE;"
    "certifications.actionsDeFormationParApprentissage;informationsDeclarees.dateDerniereDeclaration"
)


def rows(*lines: str) -> str:
    return "\r\n".join([CAMEL, *lines, ""])


def bring(path):  # type: ignore[no-untyped-def]
    return actions.import_providers(path=path, by=s.BY, at=s.AT)


GOOD = "11755555575;;MAISON DU PAIN;482761160;48276116000019;3 RUE X;1000;BOURG;84;true;false;;true;01/04/2026"


@pytest.mark.parametrize("spelling", ["camel", "lower"])
def test_the_public_list(tmp_path, spelling):
    header = CAMEL if spelling == "camel" else CAMEL.lower().replace(".", "_")
    path = tmp_path / "list.csv"
    path.write_text("\r\n".join([header, GOOD, ""]), "utf-8")

    report = bring(path)

    assert report.findings == ()
    card = providers.by_siret("48276116000019")
    assert (card.nda, card.postal_code, card.department) == ("11755555575", "01000", "01")
    labels = (card.qualiopi_training, card.qualiopi_assessment, card.qualiopi_vae, card.qualiopi_apprenticeship)
    assert labels == (True, False, False, True)
    assert bring(path).counts["providers.unchanged"] == 1


def test_a_bad_line_costs_only_itself(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        rows(
            GOOD,
            GOOD.replace("48276116000019", "48276116000018"),
            GOOD.replace("48276116000019", "48276116"),
            "11;too;short",
            GOOD.replace("MAISON DU PAIN", " "),
            GOOD.replace("11755555575", "117555").replace("482761160;48276116000019", "792791329;79279132900016"),
            GOOD.replace("01/04/2026", "31/02/2026").replace("482761160;48276116000019", "829486455;00019"),
        ),
        "utf-8",
    )

    report = bring(path)

    assert [(f.code, f.line, f.blocking) for f in report.findings] == [
        ("siret_key", 3, True), ("bad_siret", 4, True), ("bad_row", 5, True), ("no_name", 6, True),
        ("bad_nda", 7, False), ("bad_date", 8, False),
    ]  # fmt: skip
    assert set(providers.ids_by_siret(["48276116000019", "79279132900016", "82948645500019"])) == {
        "48276116000019", "79279132900016", "82948645500019",
    }  # fmt: skip
    assert report.counts["providers.created"] == 3


@pytest.mark.parametrize(
    ("siren", "written", "siret"),
    [
        ("482761160", "48276116000019", "48276116000019"),
        ("482761160", "19", "48276116000019"),
        ("482761160", "\t48276116000019 ", "48276116000019"),
        ("5520356", "552035600014", "00552035600014"),
        ("", "4827611600001", ""),
        ("482761160", "482761160000190", ""),
        ("482761160", "", ""),
    ],
)
def test_a_siret_is_built_by_rule_or_not_at_all(siren, written, siret):
    assert siret_of(siren, written) == siret


def test_the_real_quality_list():
    path = shared("data/organismes/BaseDataDock-latest_2021-09-20.csv")

    first, again = bring(path), bring(path)

    assert first.counts["records"] == 4_185
    assert (
        first.counts["providers.created"] + first.counts["providers.refused"] + first.counts["providers.repeated"]
        == 4_185
    )
    assert first.counts["providers.created"] > 4_000
    assert again.counts["providers.unchanged"] == first.counts["providers.created"]
    assert providers.by_siret("42117322000011").name == "MAISON FAMILIALE RURALE LE GRAND MAS"


def test_a_table_of_something_else(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a;b\n1;2\n")
    assert bring(path).refusal == Refusal.FORMAT_UNKNOWN


def test_only_the_staff_brings_lists_in(tmp_path):
    with pytest.raises(Refused):
        actions.import_providers(path=tmp_path, by=s.agent_of(s.provider()), at=s.AT)
