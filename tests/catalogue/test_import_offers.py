"""A provider's file: what is right goes in, what is wrong costs only itself, and twice is as once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.catalogue import scenes as s
from tests.shared import shared

from acquis.catalogue import actions, queries
from acquis.catalogue.models import ImportReport, Session, Training, TrainingAction
from acquis.catalogue.types import Action, Modality, OfferState, Refusal, SessionState
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider_id():  # type: ignore[no-untyped-def]
    actions.load_own_towns(by=s.BY, at=s.AT)
    s.certification()
    return s.provider()


def codes(report) -> list[str]:  # type: ignore[no-untyped-def]
    return [f.code for f in report.findings]


def test_a_sound_file_is_published(provider_id):
    report = s.bring(s.edof(), provider_id)

    assert report.findings == ()
    assert report.format == "edof-v5"
    [card] = queries.trainings_of(provider_id)
    assert (card.state, card.action_kind, card.blocks) == (OfferState.PUBLISHED, Action.RNCP, ("RNCP36788BC01",))
    [action] = card.actions
    assert (action.price_cents, action.modality, action.hours_centre) == (120_000, Modality.ON_SITE, 70)
    assert (action.town_insee, action.address) == ("75112", ("Atelier", "3 rue de Charenton"))
    [session] = action.sessions
    assert (session.starts_on.isoformat(), session.state, session.guaranteed) == ("2027-01-04", SessionState.OPEN, True)
    offered = queries.offered(session.id)
    assert (offered.price_cents, offered.certification_title, offered.on_sale) == (120_000, "Boulanger", False)


@pytest.mark.parametrize("content", [s.edof(), s.lheo()], ids=["edof", "lheo"])
def test_the_same_file_twice_changes_nothing(provider_id, content):
    first = s.bring(content, provider_id)
    before = list(Training.objects.values()), list(TrainingAction.objects.values()), list(Session.objects.values())

    again = s.bring(content, provider_id)

    assert first.counts["trainings.created"] == 1
    for noun in ("trainings", "actions", "sessions"):
        assert (again.counts[f"{noun}.created"], again.counts[f"{noun}.changed"]) == (0, 0)
        assert again.counts[f"{noun}.unchanged"] == 1
    assert before == (
        list(Training.objects.values()), list(TrainingAction.objects.values()), list(Session.objects.values()),
    )  # fmt: skip


def test_the_official_example_goes_through(provider_id):
    path = shared("data/edof/exemple_de_catalogue_a_importer_v7r0.xml")

    first = actions.import_offers(provider_id=None, file=path, by=s.BY, at=s.AT)
    again = actions.import_offers(provider_id=None, file=path, by=s.BY, at=s.AT)

    assert (first.counts["trainings.created"], first.blocking_total) == (4, 0)
    assert (again.counts["trainings.unchanged"], again.counts["trainings.created"]) == (4, 0)
    # Its SIRET is invented, and two of its certifications are not in this database.
    assert codes(first) == ["siret_key"] * 4 + ["certification_not_known"] * 2
    card = next(c for c in queries.trainings_of(Training.objects.get(number="CPF202_BDC2027").provider_id)
                if c.certification_code == "CPF202")  # fmt: skip
    assert (card.action_kind, card.actions[0].price_cents) == (Action.SKILLS_ASSESSMENT, 60_060)
    assert "modalités adaptées" in card.actions[0].accessibility


@pytest.mark.parametrize("namespace", ["http://lheo.gouv.fr/2.3", "http://www.lheo.org/2.2"])
def test_lheo_of_both_versions(provider_id, namespace):
    report = s.bring(s.lheo(namespace=namespace), provider_id)

    assert report.findings == ()
    [card] = queries.trainings_of(provider_id)
    [action] = card.actions
    assert card.certification_code == "RNCP36788"
    assert (action.price_cents, action.hours_centre, action.hours_company) == (123_450, 100, 20)
    assert (action.has_prerequisites, action.modality, action.town_insee) == (True, Modality.MIXED, "75112")


# Each of these spoils one session, action or training of a file that also holds sound ones.
BAD_SESSIONS: dict[str, tuple[str, str]] = {
    "30020": ("end before start", s.session("S2", "20270304", "20270104")),
    "30022": ("nobody to write to", s.session("S2", "20270401", "20270501", contact="")),
    "10133": ("same dates", s.session("S2")),
    "no_dates": ("fixed dates without dates", s.session("S2", period="")),
    "bad_date": ("impossible date", s.session("S2", "20271399", "20271399")),
    "not_in_list": ("unknown state", s.session("S2", "20270401", "20270501", state="3")),
    "duplicate_number": ("number taken", s.session("S1", "20270401", "20270501")),
    "missing_element": ("a half period", s.session("S2", period="<periode><debut>20270401</debut></periode>").replace(
        "<etat-recrutement>1</etat-recrutement>", "")),
    "misplaced_element": ("order", s.session("S2", period="").replace(
        '<extras info="session">',
        "<periode><debut>20270401</debut><fin>20270501</fin></periode><extras info=\"session\">")),
}  # fmt: skip


@pytest.mark.parametrize("code", BAD_SESSIONS)
def test_a_bad_session_costs_only_itself(provider_id, code):
    report = s.bring(s.edof(s.training("F1", s.action("A1", s.session("S1"), BAD_SESSIONS[code][1]))), provider_id)

    assert code in [f.code for f in report.findings if f.level == "session" and f.blocking]
    assert list(Session.objects.values_list("number", flat=True)) == ["S1"]
    assert report.counts["sessions.refused"] == 1
    assert report.counts["trainings.refused"] == report.counts["actions.refused"] == 0


BAD_ACTIONS: dict[str, Callable[[], str]] = {
    "30013": lambda: s.action("A2", price="1300", address=s.ADDRESS.replace("libelle-voie", "x")),
    "30017": lambda: s.action("A2", price="1300", contact=""),
    "30056": lambda: s.action("A2"),
    "no_price": lambda: s.action("A2", fees=""),
    "bad_amount": lambda: s.action("A2", price="douze"),
    "no_place": lambda: s.action("A2", price="1300", address=""),
    "no_session": lambda: s.action("A2", s.session(period=""), price="1300"),
    "misspelt_element": lambda: s.action(
        "A2", price="1300", place=f"<lieu-de-formation>{s.person(s.ADDRESS)}</lieu-de-formation>".replace(
            "coordonnees", "coordonneFs")),
    "unexpected_element": lambda: s.action("A2", price="1300", after=s.ADDRESS),
    "too_long": lambda: s.action("A2", price="1300").replace("<ligne>Atelier", "<ligne>" + "x" * 51, 1),
    "bad_pattern": lambda: s.action("A2", price="1300").replace("75012", "7501A", 1),
    "not_in_list": lambda: s.action("A2", price="1300", modality="7"),
    "not_a_number": lambda: s.action("A2", price="1300", hours="-3"),
    "missing_attribute": lambda: s.action("A2", price="1300").replace(' datecrea="20261101"', "", 1),
    "duplicate_number": lambda: s.action("A1", price="1300"),
    "removed_element": lambda: s.action("A2", price="1300", after="<url-session>x</url-session>"),
    "empty_element": lambda: s.action("A2", price="1300").replace("<acces-handicapes>0", "<acces-handicapes>"),
    "too_many": lambda: s.action("A2", price="1300", after="<restauration>a</restauration>" * 2),
}  # fmt: skip


@pytest.mark.parametrize("code", BAD_ACTIONS)
def test_a_bad_action_costs_only_itself(provider_id, code):
    content = s.edof(s.training("F1", s.action("A1"), BAD_ACTIONS[code]()), s.training("F2", s.action("A9")))

    report = s.bring(content, provider_id)

    assert code in [f.code for f in report.findings if f.level == "action" and f.blocking]
    assert set(TrainingAction.objects.values_list("number", flat=True)) == {"A1", "A9"}
    assert report.counts["actions.refused"] == 1
    assert report.counts["trainings.refused"] == 0


BAD_TRAININGS: dict[str, Callable[[], str]] = {
    "too_long": lambda: s.training("F2", title="x" * 256),
    "empty_element": lambda: s.training("F2", title=" "),
    "bad_pattern": lambda: s.training("F2").replace("<code-RNCP>RNCP36788", "<code-RNCP>RNCPX6788"),
    "30070": lambda: s.training("F2", blocks='<extras info="blocs-competences">' + 2 * (
        '<extra info="code-bloc">RNCP36788BC01</extra>') + "</extras>"),
    "no_block": lambda: s.training("F2", blocks=""),
    "block_not_in_certification": lambda: s.training(
        "F2", blocks='<extras info="blocs-competences"><extra info="code-bloc">RNCP1BC01</extra></extras>'),
    "bad_siret": lambda: s.training("F2", siret=s.SIRET + "1"),
    "wrong_provider": lambda: s.training("F2", siret=s.OTHER_SIRET),
    "no_category": lambda: s.training("F2", code="CPF200"),
    "removed_element": lambda: s.training("F2", extra="<certifiante>1</certifiante>"),
    "duplicate_number": lambda: s.training("F1"),
    "no_action": lambda: s.training("F2", s.action(price="-1")),
    "malformed": lambda: s.training("F2").replace("<objectif-formation>Savoir", "<objectif-formation>Savoir & faire"),
    "not_in_list": lambda: s.training("F2", code="CPF999"),
    "missing_attribute": lambda: s.training(""),
}  # fmt: skip


@pytest.mark.parametrize("code", BAD_TRAININGS)
def test_a_bad_training_costs_only_itself(provider_id, code):
    report = s.bring(s.edof(s.training("F1"), BAD_TRAININGS[code](), s.training("F3")), provider_id)

    assert code in [f.code for f in report.findings if f.level == "training" and f.blocking]
    assert set(Training.objects.values_list("number", flat=True)) == {"F1", "F3"}
    assert report.counts["trainings.refused"] == 1


def test_lheo_records_seen_in_real_flows_cost_only_themselves(provider_id):
    misplaced = s.lheo_action("A2", where="<lieu-de-formation><coordonnees/></lieu-de-formation>" + s.lheo_address())
    content = s.lheo(
        s.lheo_training("L1"),
        s.lheo_training("L2", siret=s.SIRET[:-1]),
        s.lheo_training("L3", siret=s.SIRET + "0"),
        s.lheo_training("L4", s.lheo_action("A1"), misplaced),
        s.lheo_training("L5", code="<certification><code-CERTIFINFO>12345</code-CERTIFINFO></certification>"),
        s.lheo_training("L6", s.lheo_action(price="")),
    )

    report = s.bring(content, provider_id)

    assert set(Training.objects.values_list("number", flat=True)) == {"L1", "L4"}
    found = {(f.training, f.action, f.code) for f in report.findings if f.blocking}
    assert {("L2", "", "bad_siret"), ("L3", "", "bad_siret"), ("L5", "", "no_certification")} <= found
    assert {("L4", "A2", "unexpected_element"), ("L6", "A1", "no_price"), ("L6", "", "no_action")} <= found
    assert TrainingAction.objects.filter(training__number="L4").count() == 1


def test_a_rejected_action_leaves_the_published_one(provider_id):
    s.bring(s.edof(s.training("F1", s.action("A1", price="1200.00"), s.action("A2", price="1500.00"))), provider_id)
    before = TrainingAction.objects.values().get(number="A1")

    report = s.bring(
        s.edof(s.training("F1", s.action("A1", price="9999.999"), s.action("A2", price="1400.00"))), provider_id
    )

    assert TrainingAction.objects.values().get(number="A1") == before
    assert TrainingAction.objects.get(number="A2").price_cents == 140_000
    assert (report.counts["actions.refused"], report.counts["actions.changed"]) == (1, 1)
    assert Training.objects.get().state == OfferState.PUBLISHED


def test_what_a_file_leaves_out_stays(provider_id):
    s.bring(
        s.edof(s.training("F1", s.action("A1", s.session("S1"), s.session("S2", "20270401", "20270501")))), provider_id
    )

    s.bring(s.edof(s.training("F1", s.action("A1", s.session("S1")))), provider_id)

    assert Session.objects.count() == 2


def test_near_twins_are_told_and_kept(provider_id):
    report = s.bring(s.edof(s.training("F1", s.action("A1", hours="70"), s.action("A2", hours="75"))), provider_id)

    assert codes(report) == ["30057"]
    assert TrainingAction.objects.count() == 2


def test_one_offer_of_vae_for_each_field(provider_id):
    field = '<extra info="categorisation-offre">120</extra>'
    first = s.bring(s.edof(s.training("V1", code="CPF200", extras=field)), provider_id)
    second = s.bring(s.edof(s.training("V2", code="CPF200", extras=field)), provider_id)

    assert first.findings == ()
    assert codes(second) == ["30077"]
    assert [(t.number, t.action_kind) for t in Training.objects.all()] == [("V1", Action.VAE)]


def test_texts_are_sanitised_and_measured_as_written(provider_id):
    dirty = (
        '<![CDATA[<p style="x" onclick="y">Le <b>pain</b></p><script>alert(1)</script><a href="javascript:z">z</a>]]>'
    )

    s.bring(s.edof(s.training(content=dirty)), provider_id)
    long = s.bring(s.edof(s.training("F2", content="<![CDATA[" + "<b></b>" * 429 + "]]>")), provider_id)

    assert Training.objects.get(number="F1").content == "<p>Le <b>pain</b></p>z"
    assert "too_long" in codes(long)


@pytest.mark.parametrize(
    ("declared", "written", "told"),
    [
        ("ISO-8859-1", "latin-1", False),
        ("UTF-8", "utf-8", False),
        ("ISO-8859-1", "utf-8", True),
        ("UTF-8", "latin-1", True),
        ("ISO-8859-1", "cp1252", True),
    ],
)
def test_encodings_that_lie_are_repaired_and_told(provider_id, declared, written, told):
    title = "L’épi doré" if written == "cp1252" else "Épis dorés à façonner"

    report = s.bring(s.edof(s.training(title=title), declared=declared, written=written), provider_id)

    assert Training.objects.get().title == title
    assert codes(report) == (["encoding"] if told else [])


BOMB = (
    "<!DOCTYPE lheo [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {y} '{f'&{x};' * 10}'>" for x, y in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    "prolog",
    [
        BOMB,
        '<!DOCTYPE lheo [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE lheo SYSTEM "http://127.0.0.1:1/x.dtd">',
        "<!-- first --><?pi?>\n<!DOCTYPE lheo>",
    ],
)
def test_a_document_type_is_refused_at_once(provider_id, prolog):
    report = s.bring(s.edof(s.training(title="&i;" if prolog is BOMB else "t"), prolog=prolog), provider_id)

    assert report.refusal == Refusal.FILE_HAS_DTD
    assert not Training.objects.exists()
    assert ImportReport.objects.get(pk=report.id).refusal == Refusal.FILE_HAS_DTD


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.FILE_UNREADABLE),
        (b"certainly not XML", Refusal.FILE_UNREADABLE),
        (b"\x00\x01\x02", Refusal.FILE_UNREADABLE),
        (b'<?xml version="1.0" encoding="utf-7"?><lheo/>', Refusal.FILE_UNREADABLE),
        (b"<html><body/></html>", Refusal.FORMAT_UNKNOWN),
        (b"<lheo xmlns='urn:other'><offres/></lheo>", Refusal.FORMAT_UNKNOWN),
    ],
)
def test_files_that_are_no_offers(provider_id, content, refusal):
    assert s.bring(content, provider_id).refusal == refusal


def test_a_file_cut_short_keeps_what_came_before(provider_id):
    content = s.edof(s.training("F1"), s.training("F2"))

    report = s.bring(content[: content.rindex(b"<session")], provider_id)

    assert list(Training.objects.values_list("number", flat=True)) == ["F1"]
    assert "malformed" in codes(report)


def test_an_unknown_body_is_listed_when_nobody_in_particular_imports():
    report = s.bring(s.lheo(), None)

    card = s.providers.by_siret(s.SIRET)
    assert (card.name, card.nda) == ("Atelier des Métiers", "11755555575")
    assert report.counts["providers.created"] == 1
    assert not card.sells


def test_the_provider_of_another_may_not_import(provider_id):
    other = s.provider(s.OTHER_SIRET, "Autre")

    with pytest.raises(Refused) as refused:
        s.bring(s.edof(), provider_id, by=s.agent_of(other))
    assert refused.value.reason == Refusal.NOT_ALLOWED
    with pytest.raises(Refused):
        s.bring(s.edof(), None, by=s.agent_of(other))


def test_reports_are_kept_for_the_provider_they_concern(provider_id):
    report = s.bring(s.edof(s.training("F1", s.action(price="x"))), provider_id, by=s.agent_of(provider_id))
    stranger = s.agent_of(s.provider(s.OTHER_SIRET, "Autre"))

    kept = queries.report(report.id, by=s.agent_of(provider_id))
    assert kept == report
    assert queries.report(report.id, by=stranger) is None
    assert [r.id for r in queries.reports_of(provider_id, by=s.agent_of(provider_id))] == [report.id]
    assert queries.reports_of(provider_id, by=stranger) == []


def test_what_may_not_be_sold_is_held_until_it_may(provider_id):
    s.bring(s.edof(s.training(code="RNCP99")), provider_id)
    training = Training.objects.get()
    assert (training.state, training.held_because) == (OfferState.HELD, Refusal.CERTIFICATION_UNKNOWN)

    s.certification("RNCP99")

    training.refresh_from_db()
    assert (training.state, training.held_because) == (OfferState.PUBLISHED, "")


def test_a_withdrawn_training_stays_withdrawn_until_it_is_restored(provider_id):
    s.bring(s.edof(), provider_id)
    training = Training.objects.get()
    by = s.agent_of(provider_id)

    actions.withdraw_training(training_id=training.id, by=by, at=s.AT)
    s.bring(s.edof(s.training(title="Autre titre")), provider_id)
    training.refresh_from_db()
    assert (training.state, training.title) == (OfferState.WITHDRAWN, "Autre titre")
    with pytest.raises(Refused) as refused:
        actions.withdraw_training(training_id=training.id, by=by, at=s.AT)
    assert refused.value.reason == Refusal.ALREADY_WITHDRAWN

    actions.restore_training(training_id=training.id, by=by, at=s.AT)
    training.refresh_from_db()
    assert training.state == OfferState.PUBLISHED
