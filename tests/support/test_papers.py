"""The papers of an enrolment: issued as things happen, never changed, read by both sides, checked by anybody."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from tests import scenes
from tests.web.visiting import signed_in, words

from acquis.enrolments import events
from acquis.enrolments.models import Enrolment
from acquis.journal.reactions import reactions_to
from acquis.journal.types import Event
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.support import actions, checks, models, queries
from acquis.support.papers.said import plain
from acquis.support.types import Paper, PaperSaid, Refusal

pytestmark = pytest.mark.django_db


def hear(scene: scenes.Scene, kind: type[Event], **more: object) -> None:
    """Deliver a fact twice, as a worker that was killed may."""
    base = {"about": scene.id, "account_id": scene.holder.account_id, "provider_id": scene.body.id, "state": "x"}
    event = kind(**base, **more)
    for reaction in reactions_to(kind) * 2:
        if reaction.name.startswith("support.reactions.issue"):
            reaction.run(event, by=scenes.SYSTEM, at=scenes.AT)


def ordered(scene: scenes.Scene) -> None:
    hear(scene, events.Confirmed, price_cents=0, rights_cents=0, third_party_cents=0, holder_pays_cents=0)


def text_of(said: PaperSaid) -> str:
    parts = [
        [part.title, *(" ".join(pair) for pair in (*part.facts, *part.amounts)), *part.words] for part in said.sections
    ]
    return "\n".join([said.title, said.number, *(line for part in parts for line in part)])


def test_an_order_gives_its_two_papers_to_both_sides_and_they_never_change() -> None:
    scene = scenes.confirmed()
    ordered(scene)
    found = queries.papers_about(scene.id, by=scene.holder.actor)
    assert [each.paper for each in found] == [Paper.ORDER, Paper.CONTRACT]
    assert found == queries.papers_about(scene.id, by=scene.body.agent)
    number = scene.now.number
    assert [each.number for each in found] == [f"BC-{number}-1", f"CF-{number}-1"]
    said = [queries.paper(scene.id, each.id, by=scene.holder.actor)[1] for each in found]
    order, contract = (text_of(each) for each in said)
    name = people.name_of(scene.holder.person_id, by=scene.holder.actor, reason="")
    assert f"{name.first} {name.last}" in order
    for expected in ("Prix convenu, toutes taxes comprises 1\u00a0500,00\u00a0€", "4 décembre 2026", "Bon de commande"):
        assert expected in order
    assert "L6353-4" in contract
    assert "non indiqué dans l’offre publiée" in contract
    # The offer, the dates, the price change: what was said stands.
    Enrolment.objects.filter(pk=scene.id).update(title="Autre chose", price_cents=1)
    assert [queries.paper(scene.id, each.id, by=scene.holder.actor)[1] for each in found] == said
    for stranger in (scenes.a_holder().actor, scenes.a_body().agent):
        assert queries.papers_about(scene.id, by=stranger) == []
        with pytest.raises(Refused, match=str(Refusal.PAPER_UNKNOWN)):
            queries.paper(scene.id, found[0].id, by=stranger)


def test_other_dates_make_other_papers_that_take_the_place_of_the_first() -> None:
    scene = scenes.confirmed()
    ordered(scene)
    later = scene.now.starts_on + timedelta(days=7)
    Enrolment.objects.filter(pk=scene.id).update(starts_on=later)
    hear(scene, events.Rescheduled, rescheduling_id=scene.id, proposed_by="party_holder", starts_on=later, ends_on=None)
    found = queries.papers_about(scene.id, by=scene.holder.actor)
    assert [(each.number[:2], each.number[-2:], each.latest) for each in found] == [
        ("BC", "-1", False),
        ("CF", "-1", False),
        ("BC", "-2", True),
        ("CF", "-2", True),
    ]


def test_what_was_followed_is_certified_with_its_rate_and_a_decision_makes_another() -> None:
    scene = scenes.service_declared(done=56, total=70, reason=scenes.ExitReason.DROPOUT)
    declared = {"rate_percent": 80, "late": False}
    hear(scene, events.ServiceDeclared, **declared)
    (card,) = queries.papers_about(scene.id, by=scene.body.agent)
    said = text_of(queries.paper(scene.id, card.id, by=scene.body.agent)[1])
    assert "56 heures sur 70, soit 80 %" in said
    assert "aucune demi-journée n’y était prévue" in said
    assert "déclarée par l’organisme" in said
    Enrolment.objects.filter(pk=scene.id).update(done=Decimal("35.50"), rate_percent=51)
    money = {"provider_cents": 1, "returned_cents": 0, "lapsed_cents": 0}
    hear(scene, events.ServiceDecided, reason="dropout", rate_percent=51, **money)
    old, new = queries.papers_about(scene.id, by=scene.holder.actor)
    assert (old.latest, new.latest) == (False, True)
    assert "35,5 heures sur 70, soit 51 %" in text_of(queries.paper(scene.id, new.id, by=scene.holder.actor)[1])
    Enrolment.objects.filter(pk=scene.id).update(done=0)
    with pytest.raises(Refused, match=str(Refusal.NOTHING_FOLLOWED)):
        actions.issue_paper(
            enrolment_id=scene.id, paper=Paper.COMPLETION, reference="x", by=scenes.SYSTEM, at=scenes.AT
        )


def test_no_paper_without_an_order_nor_by_a_hand() -> None:
    scene = scenes.proposed()
    given = {"enrolment_id": scene.id, "paper": Paper.ORDER, "reference": "x", "at": scenes.AT}
    with pytest.raises(Refused, match=str(Refusal.NO_ORDER)):
        actions.issue_paper(**given, by=scenes.SYSTEM)
    for hand in (scene.holder.actor, scene.body.agent, scenes.STAFF):
        with pytest.raises(Refused, match=str(Refusal.NOT_ALLOWED)):
            actions.issue_paper(**given, by=hand)


def test_a_paper_altered_is_not_given_and_is_found() -> None:
    scene = scenes.confirmed()
    ordered(scene)
    assert list(checks.papers_are_as_issued()) == []
    models.Issued.objects.filter(paper=Paper.ORDER).update(digest="0" * 64)
    order = queries.papers_about(scene.id, by=scene.holder.actor)[0]
    with pytest.raises(queries.Altered):
        queries.paper(scene.id, order.id, by=scene.holder.actor)
    assert len(list(checks.papers_are_as_issued())) == 1


def test_the_file_is_accessible_and_its_code_is_checked_by_anybody(settings: pytest.FixtureRequest) -> None:
    scene = scenes.confirmed()
    ordered(scene)
    order = queries.papers_about(scene.id, by=scene.holder.actor)[0]
    holder = signed_in(scene.holder.actor)
    shown = words(holder.get(f"/mes-inscriptions/{scene.id}"))
    assert f"Bon de commande {order.number}" in shown
    answer = holder.get(f"/mes-inscriptions/{scene.id}/documents/{order.id}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{order.number}.pdf"'
    same = signed_in(scene.body.agent).get(f"/organisme/inscriptions/{scene.id}/documents/{order.id}")
    with pikepdf.open(BytesIO(answer.content)) as document, pikepdf.open(BytesIO(same.content)) as other:
        assert "pdfuaid" in bytes(document.Root.Metadata.read_bytes()).decode()
        assert document.Root.Lang == "fr"
        assert order.code in str(document.docinfo["/Keywords"])
        assert len(document.pages) == len(other.pages)
    # No name and no price: the title, the initials, the digest.
    told = words(Client().get("/verifier", {"code": order.code.lower().replace("-", " ")}))
    grouped = " ".join(re.findall(".{8}", order.digest))
    assert re.search(rf"{order.number}.*{grouped}", told, re.DOTALL)
    assert scene.now.title in told
    assert "1\u00a0500" not in told
    moved = Client().get("/verifier-un-releve", {"code": order.code})
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/verifier?code={order.code}")
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"checks_per_minute": 2})
    tries = [Client(REMOTE_ADDR="10.1.2.3").get("/verifier", {"code": "AAAA"}) for _ in range(3)]
    assert [each.status_code for each in tries] == [200, 200, 429]
    assert "Trop de codes essayés" in words(tries[-1])


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<p>Un&nbsp;jour</p><ul><li>lire</li><li>écrire &amp; compter</li></ul>",
            "Un jour\n– lire\n– écrire & compter",
        ),
        ("ligne<br>suivante", "ligne\nsuivante"),
        ("", ""),
        ("x" * 7_000, "x" * 5_999 + "…"),
    ],
)
def test_texts_of_offers_are_written_plainly(markup: str, text: str) -> None:
    assert plain(markup) == text
