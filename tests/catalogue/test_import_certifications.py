"""The national registers: versions that are only added, tables of two ages, what may be sold."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from tests.catalogue import scenes as s
from tests.shared import shared

from acquis.catalogue import actions, queries
from acquis.catalogue.formats.fiches import american_day, level_of, organisation
from acquis.catalogue.models import Certification, CertificationCode, CertificationVersion, Continuity, Partner
from acquis.catalogue.types import CertificationRow, OrganisationRow, Promotion, Refusal
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db

STANDARD = (
    '"Id_Fiche";"Numero_Fiche";"Intitule";"Abrege_Libelle";"Nomenclature_Europe_Niveau";"Date_Fin_Enregistrement";'
    '"Date_Effet";"Type_Enregistrement";"Actif"\r\n'
)


def folder(path: Path, **tables: str) -> Path:
    """A set of tables of our own, as of 2 March 2026."""
    for name, content in tables.items():
        (path / f"export_fiches_CSV_{name}_2026_03_02.csv").write_bytes(b"\xef\xbb\xbf" + content.encode())
    return path


def own_set(path: Path, title: str = "Boulanger") -> Path:
    return folder(
        path,
        Standard=STANDARD
        + f'"1";"RNCP1";"{title}";"TP";"NIV4";"31/12/2028";;"Enregistrement sur demande";"ACTIVE"\r\n'
        + '"2";"RS2";"Certificat CléA";;;"31/12/2027";;"Enregistrement sur demande";"ACTIVE"\r\n',
        Certificateurs='"Numero_Fiche";"Siret_Certificateur";"Nom_Certificateur"\r\n"RNCP1";"\t48276116000019";"MAISON"\r\n',
        Partenaires='"Numero_Fiche";"Nom_Partenaire";"Siret_Partenaire";"Habilitation_Partenaire"\r\n'
        '"RNCP1";"ESCAIA";"\t82948645500019";"HABILITATION_ORGA_FORM"\r\n'
        '"RNCP1";"COURT";"\t123";"HABILITATION_ORGA_FORM"\r\n'
        '"RNCP1";"JURY";"\t79279132900016";"HABILITATION_EVALUATION"\r\n',
        Nsf='"Numero_Fiche";"Nsf_Code";"Nsf_Intitule"\r\n"RNCP1";"221w";"221w : Commerce"\r\n',
    )


def bring(path: Path):  # type: ignore[no-untyped-def]
    return actions.import_certifications(path=path, by=s.BY, at=s.AT)


def test_a_set_of_tables(tmp_path):
    report = bring(own_set(tmp_path))

    assert report.counts == {"records": 2, "certifications.created": 2}
    card = queries.certification("RNCP1")
    assert (card.title, card.level, card.registered_until) == ("Boulanger", 4, date(2028, 12, 31))
    assert [(c.code, c.label) for c in card.nsf] == [("221w", "Commerce")]
    assert card.certifiers == ("MAISON",)
    assert Certification.objects.get(pk="RS2").clea
    # The SIRET of three digits is told and left out; who only assesses is no partner for training.
    assert [f.code for f in report.findings] == ["bad_siret"]
    assert sorted(Partner.objects.values_list("siret", flat=True)) == ["", "82948645500019"]


def test_unchanged_writes_nothing_and_a_change_adds_a_version(tmp_path):
    bring(own_set(tmp_path))
    first = queries.certification("RNCP1").version

    again = bring(tmp_path)
    assert again.counts == {"records": 2, "certifications.unchanged": 2}
    assert CertificationVersion.objects.count() == 2

    bring(own_set(tmp_path, title="Boulanger bio"))
    assert queries.certification("RNCP1").title == "Boulanger bio"
    assert CertificationVersion.objects.filter(code="RNCP1").count() == 2
    assert queries.certification_as_of_version(first)["title"] == "Boulanger"


@pytest.mark.parametrize("statement", ["UPDATE {} SET code = 'X'", "DELETE FROM {}"])
def test_the_database_refuses_to_touch_a_version(statement):
    s.certification()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(CertificationVersion._meta.db_table))


def test_what_a_set_does_not_say_is_kept(tmp_path):
    bring(own_set(tmp_path))
    (tmp_path / "export_fiches_CSV_Partenaires_2026_03_02.csv").unlink()

    assert bring(own_set_without_partners(tmp_path)).counts["certifications.changed"] == 1
    assert Partner.objects.filter(certification="RNCP1", siret="82948645500019").exists()


def own_set_without_partners(path: Path) -> Path:
    own_set(path, title="Boulangère")
    (path / "export_fiches_CSV_Partenaires_2026_03_02.csv").unlink()
    return path


def test_an_older_source_never_replaces_a_newer_one():
    s.certification("RNCP1", title="Nouveau")
    row = CertificationRow(code="RNCP1", title="Ancien")

    report = actions.register_certifications(rows=[row], as_of=date(2020, 1, 1), by=s.BY, at=s.AT)

    assert report.counts == {"certifications.older": 1}
    assert queries.certification("RNCP1").title == "Nouveau"


def test_a_bad_line_costs_only_itself(tmp_path):
    path = folder(
        tmp_path,
        Standard=STANDARD
        + '"1";"RNCP1";"Un";;"NIV4";"31/02/2028";;"Enregistrement de droit";"ACTIVE"\r\n'
        + '"2";"oups";"Deux"\r\n'
        + '"3";"RNCP3";"Trois";;"NIV9";"31/12/2028";;"";"INACTIVE"\r\n',
        Rome='"Numero_Fiche";"Codes_Rome_Code";"Codes_Rome_Libelle"\r\n"RNCP404";"D1102";"Boulangerie"\r\n',
    )

    report = bring(path)

    assert sorted(f.code for f in report.findings) == ["bad_date", "bad_level", "bad_row", "unknown_certification"]
    assert sorted(Certification.objects.filter(register="RNCP").values_list("code", "level", "active")) == [
        ("RNCP1", 4, True), ("RNCP3", None, False),
    ]  # fmt: skip


def test_a_zip_with_accents_in_its_names(tmp_path):
    own_set(tmp_path)
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as packed:
        for n, file in enumerate(sorted(tmp_path.glob("*.csv"))):
            packed.write(file, file.name.replace("Standard", "VoixdAccès") if n == 3 else file.name)
    for file in tmp_path.glob("*.csv"):
        file.unlink()

    assert bring(tmp_path / "export.zip").counts["certifications.created"] == 2


def test_the_xml_flow(tmp_path):
    (tmp_path / "export_fiches_RNCP_V4_1_2026-03-01.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><FICHES><VERSION_FLUX>4.1</VERSION_FLUX>'
        "<FICHE><NUMERO_FICHE>RNCP35340</NUMERO_FICHE><NOUVELLES_CERTIFICATIONS><NOUVELLE_CERTIFICATION>"
        "<ID_FICHE_NOUVELLE_CERTIFICATION>RNCP40792</ID_FICHE_NOUVELLE_CERTIFICATION></NOUVELLE_CERTIFICATION>"
        "</NOUVELLES_CERTIFICATIONS><INTITULE>BTS Tourisme</INTITULE><NOMENCLATURE_EUROPE><NIVEAU>NIV5</NIVEAU>"
        "</NOMENCLATURE_EUROPE><CERTIFICATEURS><CERTIFICATEUR><SIRET_CERTIFICATEUR>11004301500012</SIRET_CERTIFICATEUR>"
        "<NOM_CERTIFICATEUR>MINISTERE</NOM_CERTIFICATEUR></CERTIFICATEUR></CERTIFICATEURS>"
        "<SI_JURY_VAE><ACTIF>Oui</ACTIF></SI_JURY_VAE><DATE_FIN_ENREGISTREMENT>31/08/2029</DATE_FIN_ENREGISTREMENT>"
        "<STATISTIQUES_PROMOTIONS><STATISTIQUES_PROMOTION><ANNEE>2023</ANNEE><NOMBRE_CERTIFIES>41</NOMBRE_CERTIFIES>"
        "<TAUX_INSERTION_GLOBAL_6MOIS>87,5</TAUX_INSERTION_GLOBAL_6MOIS><TAUX_INSERTION_METIER_2ANS>120"
        "</TAUX_INSERTION_METIER_2ANS></STATISTIQUES_PROMOTION><STATISTIQUES_PROMOTION><ANNEE>2024</ANNEE>"
        "<TAUX_INSERTION_METIER_6MOIS>90 %</TAUX_INSERTION_METIER_6MOIS></STATISTIQUES_PROMOTION>"
        "<STATISTIQUES_PROMOTION><ANNEE>?</ANNEE></STATISTIQUES_PROMOTION></STATISTIQUES_PROMOTIONS>"
        "<ACTIF>Oui</ACTIF></FICHE><FICHE><NUMERO_FICHE>RNCP2</NUMERO_FICHE><INTITULE>X</INTITULE>"
        "<DATE_FIN_ENREGISTREMENT>32/08/2029</DATE_FIN_ENREGISTREMENT></FICHE></FICHES>",
        "utf-8",
    )

    report = bring(tmp_path)

    card = queries.certification("RNCP35340")
    assert (card.level, card.active, card.certifiers) == (5, True, ("MINISTERE",))
    assert queries.successors("RNCP35340") == ["RNCP40792"]
    assert queries.promotions("RNCP35340") == (
        Promotion(year=2024, own_job_6_months=900),
        Promotion(year=2023, certified=41, any_job_6_months=875),
    )
    assert [(f.code, f.training) for f in report.findings] == [("malformed", "RNCP2")]


def test_continuity_is_a_graph_with_splits_merges_and_circles():
    def row(code: str, old: tuple[str, ...], new: tuple[str, ...]) -> CertificationRow:
        return CertificationRow(code=code, title=code, replaces=old, replaced_by=new)

    rows = [row("RNCP1", (), ("RNCP2", "RNCP3")), row("RNCP4", ("RNCP2", "RNCP3"), ("RNCP1",))]
    actions.register_certifications(rows=rows, as_of=date(2026, 1, 1), by=s.BY, at=s.AT)

    assert queries.successors("RNCP1") == ["RNCP2", "RNCP3", "RNCP4"]
    assert queries.predecessors("RNCP4") == ["RNCP2", "RNCP3", "RNCP1"]
    assert Continuity.objects.count() == 5


@pytest.mark.parametrize(
    ("siret", "on", "allowed", "matched", "refusal"),
    [
        (s.SIRET, date(2026, 12, 1), True, "siret", None),
        (s.SIRET[:9] + "00027", date(2026, 12, 1), True, "siren", None),
        (s.OTHER_SIRET, date(2026, 12, 1), False, "", Refusal.PROVIDER_NOT_HABILITATED),
        (s.SIRET, date(2028, 12, 31), True, "siret", None),
        (s.SIRET, date(2029, 1, 1), False, "", Refusal.CERTIFICATION_ENDED),
    ],
)
def test_who_may_sell(siret, on, allowed, matched, refusal):
    s.certification()

    sale = queries.may_be_sold("RNCP36788", siret=siret, on=on)

    assert (sale.allowed, sale.matched_on, sale.refusal) == (allowed, matched, refusal)


def test_who_may_sell_what_is_unknown_inactive_or_without_register():
    s.certification("RNCP1", active=False)
    s.certification("RNCP2", siret="", registration="Enregistrement de droit")
    s.provider()
    s.bring(s.edof(s.training(code="CPF206")), None)

    def refusal(code: str) -> Refusal | None:
        return queries.may_be_sold(code, siret=s.SIRET, on=date(2026, 12, 1)).refusal

    assert refusal("RNCP404") == Refusal.CERTIFICATION_UNKNOWN
    assert refusal("RNCP1") == Refusal.CERTIFICATION_INACTIVE
    # A diploma of a ministry names no partner, and a licence asks for no register.
    assert refusal("RNCP2") is None
    assert refusal("CPF206") is None


def test_only_the_staff_brings_registers_in(tmp_path):
    with pytest.raises(Refused) as refused:
        actions.import_certifications(path=tmp_path, by=s.agent_of(s.provider()), at=s.AT)
    assert refused.value.reason == Refusal.NOT_ALLOWED


def test_a_folder_of_something_else(tmp_path):
    (tmp_path / "x.csv").write_text("a;b\n1;2\n")

    report = bring(tmp_path)

    assert report.refusal == Refusal.FORMAT_UNKNOWN
    assert [f.code for f in report.findings] == ["unknown_file"]


def test_the_real_sample_of_2024(tmp_path):
    source = shared("data/rncp/export-fiches-csv-2024-02-22_sample")

    report = bring(source)

    assert report.counts["certifications.created"] == 9
    assert queries.successors("RNCP1197") == ["RNCP4049", "RNCP22094", "RNCP28155", "RNCP30271"]
    assert queries.may_be_sold("RS5000", siret="82815245400033", on=date(2024, 3, 1)).matched_on == "siret"
    assert queries.certification("RNCP19468").level is None
    assert [c.label for c in queries.certification("RNCP509").formacode] == ["Sécurité incendie"]
    assert CertificationCode.objects.filter(scheme="idcc", code="3117").count() == 2


def test_the_broken_chain_is_mended_by_its_neighbours(tmp_path):
    source = shared("data/rncp/export-fiches-csv-2024-02-22_sample")
    for file in source.glob("*Standard*"):
        shutil.copy(file, tmp_path)
    shutil.copy(source / "variant_continuity_fix__Ancienne_Nouvelle_Certification.csv", tmp_path)

    bring(tmp_path)

    assert queries.successors("RNCP1197") == ["RNCP4049", "RNCP22094", "RNCP28155", "RNCP30271"]


def test_the_real_tables_of_december_2020():
    source = shared("data/rncp/rncp_2020_complet")

    report = bring(source)

    assert report.counts["records"] == 17_470
    # Some certifications take several lines, one for each that came before or after.
    assert report.counts["certifications.created"] == 17_369
    assert [f.code for f in report.findings] == ["two_labels"]
    card = queries.certification("RNCP34001")
    assert card.rome[0].label == "Conduite d’engins agricoles et forestiers"
    assert queries.certification("RNCP1000").registered_until == date(2016, 8, 31)
    assert not Certification.objects.filter(title__contains="\r").exists()
    assert bring(source).counts == {"records": 17_470, "certifications.unchanged": 17_369}


@pytest.mark.parametrize(
    ("cell", "level"), [("NIV5", 5), ("niveau7", 7), ("REPRISE", None), ("", None), ("Niveau 3", 3)]
)
def test_levels(cell, level):
    assert level_of(cell) == level


def test_cells_of_the_tables():
    assert organisation("\t11004301500012", " A  B ") == OrganisationRow(siret="11004301500012", name="A B")
    assert organisation("1234567890123", "C").siret == ""
    assert (american_day("8/31/16"), american_day("12/31/99"), american_day("")) == (
        date(2016, 8, 31), date(1999, 12, 31), None,
    )  # fmt: skip


def test_a_row_cut_short_or_with_a_nul_costs_no_other(tmp_path):
    own_set(tmp_path)
    folder(
        tmp_path,
        CCN='"Numero_Fiche";"Ccn_1_Numero";"Ccn_1_Libelle";"Ccn_2_Numero";"Ccn_2_Libelle";"Ccn_3_Numero";"Ccn_3_Libelle"\r\n'
        '"RNCP1";"843"\r\n"RNCP1";"2\x00098"\r\n',
        Rome='"Numero_Fiche";"Codes_Rome_Code";"Codes_Rome_Libelle"\r\n"RNCP1";"D1102";"Boulange\x00rie"\r\n',
    )
    report = bring(tmp_path)
    assert report.counts["certifications.created"] == 2
    assert queries.certification("RNCP1").title == "Boulanger"
    assert CertificationCode.objects.filter(certification="RNCP1", label="Boulangerie").exists()


def test_a_name_that_holds_no_day_is_no_reason_to_stop(tmp_path):
    (tmp_path / "export_fiches_CSV_Standard_2026_99_99.csv").write_text(
        STANDARD + '"1";"RNCP1";"Boulanger";"TP";"NIV4";"31/12/2028";;"Enregistrement sur demande";"ACTIVE"\r\n'
    )
    assert bring(tmp_path).counts["certifications.created"] == 1


def test_a_source_without_figures_leaves_those_that_are_known():
    s.certification(promotions=(Promotion(year=2024, certified=12),))
    s.certification(title="Boulanger, boulangère")
    assert queries.promotions("RNCP36788") == (Promotion(year=2024, certified=12),)


def test_a_domain_that_no_register_names_has_our_own_name() -> None:
    s.certification("RNCP1001")
    assert queries.domain_names()["152"] == "Langues"
    row = CertificationCode(
        certification_id="RNCP1001", scheme="formacode", rank=0, code="15254", label="langues vivantes"
    )
    row.save()
    assert queries.domain_names()["152"] == "Langues vivantes"
