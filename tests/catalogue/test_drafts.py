"""Offers written by hand and files with signals: checked alike, published at once or looked at, and remembered."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override
from tests import scenes as people
from tests.catalogue import scenes
from tests.catalogue.scenes import AT
from tests.catalogue.test_doors import financed

from acquis.catalogue import actions, queries
from acquis.catalogue.draft_content import content_of, kept
from acquis.catalogue.events import OfferDecided
from acquis.catalogue.models import OfferChange, OfferDraft, TrainingAction
from acquis.catalogue.publishing import is_overtaken
from acquis.catalogue.queries import drafts
from acquis.catalogue.types import (
    ChangeKind,
    Decision,
    DraftState,
    OfferAction,
    OfferSession,
    OfferState,
    OfferTraining,
    Place,
    Refusal,
    SessionState,
    SignalKind,
)
from acquis.journal.models import Event as Fact
from acquis.kit.actor import ANONYMOUS, Actor
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db


def an_action(number: str = "A1", **parts: object) -> OfferAction:
    values: dict[str, object] = {
        "price_cents": 120_000,
        "hours_centre": 70,
        "phone": "0102030405",
        "email": "a@b.fr",
        "place": Place(lines=["3 rue du Four"], postal_code="75012", town="Paris"),
        "sessions": [OfferSession("S1", date(2027, 1, 4), date(2027, 3, 5), places=8)],
    }
    return OfferAction(number, **{**values, **parts})  # type: ignore[arg-type]


def an_offer(*actions_: OfferAction, **parts: object) -> OfferTraining:
    values: dict[str, object] = {
        "title": "Apprendre le métier de boulanger",
        "objective": "<p>Pétrir, façonner, cuire</p>",
        "expected_results": "<p>Le titre de boulanger</p>",
        "content": "<p>Pâtes et levain</p>",
        "certification_code": "RNCP36788",
        "blocks": ["RNCP36788BC01"],
    }
    return OfferTraining("M1", actions=list(actions_ or (an_action(),)), **{**values, **parts})  # type: ignore[arg-type]


def begun(offer: OfferTraining | None = None) -> tuple[UUID, Actor]:
    scenes.certification()
    body = scenes.provider()
    agent = scenes.agent_of(body)
    return actions.start_draft(provider_id=body, offer=offer or an_offer(), by=agent, at=AT), agent


def submitted(offer: OfferTraining) -> tuple[UUID, Actor]:
    draft, agent = begun(offer)
    assert actions.submit_draft(draft_id=draft, reply=WHY, by=agent, at=AT) is DraftState.SUBMITTED
    return draft, agent


def decide(draft: UUID, decision: Decision, words: str = "", seen: int = 1, by: Actor = people.STAFF) -> None:
    actions.decide_draft(draft_id=draft, decision=decision, words=words, seen=seen, by=by, at=AT)


GIFT = "<p>Une tablette offerte</p>"
WHY = "Elle est prêtée pendant la formation."


def test_a_content_is_kept_whole() -> None:
    offer = an_offer(an_action(), an_action("A2", hours_centre=140))
    assert content_of(kept(offer)) == offer


def test_a_clean_offer_is_published_at_once() -> None:
    draft, agent = begun()
    assert actions.submit_draft(draft_id=draft, by=agent, at=AT) is DraftState.PUBLISHED
    (card,) = queries.trainings_of(agent.provider_id or uuid4())
    assert card.state is OfferState.PUBLISHED
    assert card.actions[0].sessions[0].places_left == 8
    assert [line.kind for line in drafts.history_of(card.id, by=agent)] == [ChangeKind.CREATED]


def test_refusals_of_a_beginning_in_order() -> None:
    body = scenes.provider()
    agent = scenes.agent_of(body)
    for refusal, provider_id, by in (
        (Refusal.PROVIDER_UNKNOWN, uuid4(), ANONYMOUS),
        (Refusal.NOT_ALLOWED, body, ANONYMOUS),
        (Refusal.NOT_ALLOWED, body, scenes.agent_of(uuid4())),
        (Refusal.NUMBER_TAKEN, body, agent),
    ):
        with pytest.raises(Refused) as refused:
            actions.start_draft(provider_id=provider_id, offer=replace(an_offer(), number=""), by=by, at=AT)
        assert refused.value.reason is refusal
    actions.start_draft(provider_id=body, offer=an_offer(), by=agent, at=AT)
    with pytest.raises(Refused) as taken:
        actions.start_draft(provider_id=body, offer=an_offer(), by=agent, at=AT)
    assert taken.value.reason is Refusal.NUMBER_TAKEN


def test_two_who_write_at_once_see_each_other() -> None:
    draft, agent = begun()
    assert actions.write_draft(draft_id=draft, offer=an_offer(title="Un"), seen=1, by=agent, at=AT) == 2
    with pytest.raises(Refused) as changed:
        actions.write_draft(draft_id=draft, offer=an_offer(title="Deux"), seen=1, by=agent, at=AT)
    assert changed.value.reason is Refusal.DRAFT_CHANGED
    stranger = scenes.agent_of(uuid4())
    with pytest.raises(Refused) as other:
        actions.write_draft(draft_id=draft, offer=an_offer(), seen=2, by=stranger, at=AT)
    assert other.value.reason is Refusal.NOT_ALLOWED
    assert drafts.draft(draft, by=stranger) is None


@pytest.mark.parametrize(
    ("offer", "part", "field", "code"),
    [
        (an_offer(title=""), "", "title", "empty_element"),
        (an_offer(objective="x" * 3001), "", "objective", "too_long"),
        (an_offer(certification_code=""), "", "certification_code", "no_certification"),
        (an_offer(certification_code="RNCP36788", blocks=[]), "", "blocks", "no_block"),
        (an_offer(blocks=["RNCP36788BC09"]), "", "blocks", "block_not_in_certification"),
        (an_offer(an_action(price_cents=0)), "actions/A1", "price", "no_price"),
        (an_offer(an_action(phone="")), "actions/A1", "phone", "no_phone"),
        (an_offer(an_action(place=Place())), "actions/A1", "town", "no_place"),
        (an_offer(an_action(sessions=[])), "actions/A1", "sessions", "without_session"),
        (an_offer(an_action(), an_action("A2")), "actions/A2", "price", "30056"),
        (
            an_offer(an_action(sessions=[OfferSession("S1", date(2027, 3, 5), date(2027, 1, 4))])),
            "actions/A1/sessions/S1",
            "ends_on",
            "30020",
        ),
        (
            an_offer(an_action(sessions=[OfferSession(n, date(2027, 1, 4), date(2027, 3, 5)) for n in ("S1", "S2")])),
            "actions/A1/sessions/S2",
            "starts_on",
            "10133",
        ),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_keeps_it_from_being_submitted(
    offer: OfferTraining, part: str, field: str, code: str
) -> None:
    draft, agent = begun(offer)
    found = [f for f in drafts.draft_findings(draft, by=agent) if f.blocking]
    assert (part, field, code) in {(f.part, f.field, f.code) for f in found}
    with pytest.raises(Refused) as refused:
        actions.submit_draft(draft_id=draft, by=agent, at=AT)
    assert refused.value.reason is Refusal.DRAFT_HAS_ERRORS


def test_what_has_signals_waits_and_is_published_by_a_person_who_is_not_asked_twice() -> None:
    draft, agent = submitted(an_offer(content=GIFT))
    assert not queries.trainings_of(agent.provider_id or uuid4())
    rows, total = drafts.waiting_drafts(by=people.STAFF)
    assert (total, rows[0].id, rows[0].is_new) == (1, draft, True)
    assert [s.kind for s in rows[0].signals] == [SignalKind.WORDS]
    decide(draft, Decision.PUBLISH)
    (card,) = queries.trainings_of(agent.provider_id or uuid4())
    assert "tablette" in card.content
    told = Fact.objects.get(kind=OfferDecided.kind)
    assert told.payload["signals"] == ["words"]
    again = actions.start_draft_of(training_id=card.id, by=agent, at=AT)
    assert actions.submit_draft(draft_id=again, by=agent, at=AT) is DraftState.PUBLISHED


def test_a_draft_does_not_undo_what_a_file_changed_meanwhile() -> None:
    scenes.certification()
    body = scenes.provider()
    agent = scenes.agent_of(body)
    scenes.bring(scenes.edof(scenes.training("F1")), body)
    (card,) = queries.trainings_of(body)
    stale, dated = actions.start_draft_of(training_id=card.id, by=agent, at=AT), scenes.training("F1")
    content = drafts.draft_content(stale, by=agent)
    assert content is not None
    actions.write_draft(draft_id=stale, offer=replace(content, title="Le levain"), seen=1, by=agent, at=AT)
    # The same file again, on another day, changes nothing that a draft could undo.
    scenes.bring(scenes.edof(dated.replace('datemaj="20261101"', 'datemaj="20261102"')), body)
    assert not is_overtaken(OfferDraft.objects.get(pk=stale))
    scenes.bring(scenes.edof(scenes.training("F1", title="Apprendre le bon pain")), body)
    with pytest.raises(Refused) as refused:
        actions.submit_draft(draft_id=stale, by=agent, at=AT)
    assert refused.value.reason is Refusal.OFFER_CHANGED
    assert queries.training_page(card.id).title == "Apprendre le bon pain"  # type: ignore[union-attr]
    actions.discard_draft(draft_id=stale, by=agent, at=AT)
    again = actions.start_draft_of(training_id=card.id, by=agent, at=AT)
    assert not is_overtaken(OfferDraft.objects.get(pk=again))


def test_a_decision_does_not_undo_what_a_file_changed_meanwhile() -> None:
    draft, agent = submitted(an_offer(content=GIFT))
    assert agent.provider_id is not None
    scenes.bring(scenes.edof(scenes.training("M1")), agent.provider_id)
    with pytest.raises(Refused) as refused:
        decide(draft, Decision.PUBLISH)
    assert refused.value.reason is Refusal.OFFER_CHANGED
    decide(draft, Decision.REFUSE, "Le fichier l’a remplacée.")


def test_a_second_click_at_the_same_moment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    draft, agent = begun()
    assert agent.provider_id is not None
    # The first click is not seen yet when the second asks whether the number is free.
    monkeypatch.setattr(sys.modules["acquis.catalogue.actions.write_draft"], "LIVE", ())
    with pytest.raises(Refused) as taken:
        actions.start_draft(provider_id=agent.provider_id, offer=an_offer(), by=agent, at=AT)
    assert taken.value.reason is Refusal.NUMBER_TAKEN
    assert [row.id for row in OfferDraft.objects.all()] == [draft]


def test_refusals_of_a_decision_in_order() -> None:
    draft, agent = begun(an_offer(content=GIFT))
    for refusal, by, seen, words in (
        (Refusal.NOT_ALLOWED, agent, 1, "Non"),
        (Refusal.DRAFT_NOT_NOW, people.STAFF, 1, "Non"),
    ):
        with pytest.raises(Refused) as refused:
            decide(draft, Decision.REFUSE, words, seen, by)
        assert refused.value.reason is refusal
    actions.submit_draft(draft_id=draft, reply=WHY, by=agent, at=AT)
    for refusal, seen, words in (
        (Refusal.DRAFT_CHANGED, 2, "Non"),
        (Refusal.WORDS_MISSING, 1, "  "),
        (Refusal.WORDS_TOO_LONG, 1, "x" * 2001),
    ):
        with pytest.raises(Refused) as refused:
            decide(draft, Decision.REFUSE, words, seen)
        assert refused.value.reason is refusal
    decide(draft, Decision.REFUSE, "Rien ne peut être offert.")
    with pytest.raises(Refused) as over:
        actions.write_draft(draft_id=draft, offer=an_offer(), seen=1, by=agent, at=AT)
    assert over.value.reason is Refusal.DRAFT_NOT_NOW


def test_a_provider_corrects_what_was_asked_and_answers() -> None:
    draft, agent = submitted(an_offer(content=GIFT))
    decide(draft, Decision.ASK_CHANGES, "Retirez la tablette.")
    row = drafts.draft(draft, by=agent)
    assert row is not None
    assert (row.state, row.words) == (DraftState.CHANGES_ASKED, "Retirez la tablette.")
    actions.write_draft(draft_id=draft, offer=an_offer(), seen=1, by=agent, at=AT)
    assert actions.submit_draft(draft_id=draft, reply="C’est fait.", by=agent, at=AT) is DraftState.PUBLISHED


def imported(content: bytes, **published: object) -> tuple[UUID, Actor]:
    """A draft of what a file of LHEO published, which says less than the platform's own."""
    scenes.certification()
    body = scenes.provider()
    assert not scenes.bring(content, body).blocking_total
    (card,) = queries.trainings_of(body)
    assert card.state is OfferState.PUBLISHED
    TrainingAction.objects.update(**published)
    agent = scenes.agent_of(body)
    return actions.start_draft_of(training_id=card.id, by=agent, at=AT), agent


def rewritten(draft: UUID, agent: Actor, seen: int = 1, **parts: object) -> set[str]:
    """The codes of what blocks the draft once these parts of its training are changed."""
    content = drafts.draft_content(draft, by=agent)
    assert content is not None
    actions.write_draft(draft_id=draft, offer=replace(content, **parts), seen=seen, by=agent, at=AT)  # type: ignore[arg-type]
    return {found.code for found in drafts.draft_findings(draft, by=agent) if found.blocking}


@pytest.mark.parametrize("funded", [False, True])
def test_who_mends_a_word_of_what_a_file_published_is_not_asked_for_what_the_file_did_not_need(funded: bool) -> None:
    draft, agent = imported(financed("2") if funded else scenes.lheo(scenes.lheo_training()))
    told = drafts.draft_findings(draft, by=agent)
    # No telephone, and no block of its certification: the platform's own files have both. They are told, and no more.
    assert {each.code for each in told} == (
        {"no_phone", "no_email"} if funded else {"no_phone", "no_email", "no_block"}
    )
    assert rewritten(draft, agent, title="Boulanger, et pâtissier") == set()
    assert actions.submit_draft(draft_id=draft, by=agent, at=AT) is DraftState.PUBLISHED


def test_what_is_changed_or_added_by_hand_is_asked_whole() -> None:
    draft, agent = imported(scenes.lheo(scenes.lheo_training()), email="a@b.fr")
    content = drafts.draft_content(draft, by=agent)
    assert content is not None
    (one,) = content.actions
    assert rewritten(draft, agent, content="") == {"empty_element"}
    # Another e-mail address does not ask for the telephone that is missing; none at all is asked for.
    assert rewritten(draft, agent, 2, content="<p>Pain</p>", actions=[replace(one, email="c@d.fr")]) == set()
    assert rewritten(draft, agent, 3, actions=[replace(one, email="")]) == {"no_email"}
    assert rewritten(draft, agent, 4, actions=[replace(one, sessions=[])]) == {"without_session"}
    new = an_action("A9", phone="")
    assert rewritten(draft, agent, 5, actions=[one, new]) == {"no_phone"}


def test_what_the_law_needs_is_asked_even_of_what_is_published_without_it() -> None:
    draft, agent = imported(scenes.lheo(scenes.lheo_training()), price_cents=0)
    assert rewritten(draft, agent, title="Boulanger !") == {"no_price"}


def test_what_a_person_is_to_look_at_is_explained_to_them() -> None:
    draft, agent = begun(an_offer(content=GIFT))
    for reply in ("", "  \n "):
        with pytest.raises(Refused) as refused:
            actions.submit_draft(draft_id=draft, reply=reply, by=agent, at=AT)
        assert refused.value.reason is Refusal.REPLY_MISSING
    actions.submit_draft(draft_id=draft, reply=WHY, by=agent, at=AT)
    decide(draft, Decision.ASK_CHANGES, "Dites que la tablette est prêtée.")
    with pytest.raises(Refused) as again:
        actions.submit_draft(draft_id=draft, by=agent, at=AT)
    assert again.value.reason is Refusal.REPLY_MISSING
    # What was corrected speaks for itself.
    actions.write_draft(draft_id=draft, offer=an_offer(), seen=1, by=agent, at=AT)
    assert actions.submit_draft(draft_id=draft, by=agent, at=AT) is DraftState.PUBLISHED


def test_what_is_published_stays_while_its_change_is_looked_at() -> None:
    draft, agent = begun()
    actions.submit_draft(draft_id=draft, by=agent, at=AT)
    (card,) = queries.trainings_of(agent.provider_id or uuid4())
    change = actions.start_draft_of(training_id=card.id, by=agent, at=AT)
    assert actions.start_draft_of(training_id=card.id, by=agent, at=AT) == change
    actions.write_draft(draft_id=change, offer=an_offer(content=GIFT), seen=1, by=agent, at=AT)
    actions.submit_draft(draft_id=change, reply=WHY, by=agent, at=AT)
    assert queries.training_page(card.id) == card
    preview = drafts.draft_preview(change, by=agent)
    assert preview is not None
    assert "tablette" in preview.content
    actions.discard_draft(draft_id=change, by=agent, at=AT)
    assert drafts.draft(change, by=agent).state is DraftState.DISCARDED  # type: ignore[union-attr]


def test_every_change_is_remembered_value_by_value_and_for_ever() -> None:
    draft, agent = begun(an_offer(an_action(), an_action("A2", hours_centre=140)))
    actions.submit_draft(draft_id=draft, by=agent, at=AT)
    (card,) = queries.trainings_of(agent.provider_id or uuid4())
    change = actions.start_draft_of(training_id=card.id, by=agent, at=AT)
    new = an_action(price_cents=130_000, sessions=[OfferSession("S2", date(2027, 2, 1), date(2027, 2, 12))])
    actions.write_draft(draft_id=change, offer=an_offer(new), seen=1, by=agent, at=AT)
    actions.submit_draft(draft_id=change, by=agent, at=AT)
    lines = drafts.history_of(card.id, by=people.STAFF)
    told = {(c.where, c.before, c.after) for line in lines for c in line.changes}
    assert ("actions/A1/price_cents", "120000", "130000") in told
    assert ("actions/A1/sessions/S2", None, "S2") in told
    assert ("actions/A2", "A2", None) in told
    assert ("actions/A1/sessions/S1", "S1", None) in told
    (action,) = queries.training_page(card.id).actions  # type: ignore[union-attr]
    assert {s.number: s.state for s in action.sessions} == {"S1": SessionState.CLOSED, "S2": SessionState.OPEN}
    assert not drafts.history_of(card.id, by=scenes.agent_of(uuid4()))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_offerchange SET words = 'x'")
    assert OfferChange.objects.exists()


def test_withdrawing_and_putting_back_are_remembered() -> None:
    draft, agent = begun()
    actions.submit_draft(draft_id=draft, by=agent, at=AT)
    (card,) = queries.trainings_of(agent.provider_id or uuid4())
    actions.withdraw_training(training_id=card.id, by=agent, at=AT)
    actions.restore_training(training_id=card.id, by=agent, at=AT)
    kinds = [line.kind for line in drafts.history_of(card.id, by=agent)]
    assert kinds == [ChangeKind.ON_SALE, ChangeKind.PUT_BACK, ChangeKind.TAKEN_OFF, ChangeKind.CREATED]


def test_what_the_staff_withdrew_only_the_staff_puts_back() -> None:
    draft, agent = begun()
    actions.submit_draft(draft_id=draft, by=agent, at=AT)
    (card,) = queries.trainings_of(agent.provider_id or uuid4())
    actions.withdraw_training(training_id=card.id, by=people.STAFF, at=AT)
    with pytest.raises(Refused) as refused:
        actions.restore_training(training_id=card.id, by=agent, at=AT)
    assert refused.value.reason is Refusal.WITHDRAWN_BY_STAFF
    actions.restore_training(training_id=card.id, by=people.STAFF, at=AT)
    # The last who withdrew it counts.
    actions.withdraw_training(training_id=card.id, by=agent, at=AT)
    actions.restore_training(training_id=card.id, by=agent, at=AT)
    assert queries.training_page(card.id).state is OfferState.PUBLISHED  # type: ignore[union-attr]


def test_a_file_waits_where_a_screen_would_and_the_rest_of_it_is_published() -> None:
    scenes.certification()
    body = scenes.provider()
    content = scenes.edof(scenes.training("F1"), scenes.training("F2", content="Une tablette offerte"))
    report = scenes.bring(content, body)
    assert (report.counts["trainings.created"], report.counts["trainings.waiting"]) == (1, 1)
    (found,) = [f for f in report.findings if f.code == "waits_for_a_person"]
    assert found.training == "F2"
    # A report is read in the language of its reader, whichever the file was read in.
    kept = queries.report(report.id, by=people.STAFF)
    assert kept is not None
    (again,) = [f for f in kept.findings if f.code == "waits_for_a_person"]
    assert again.sentence == found.sentence
    with override("en"):
        assert again.sentence.startswith("A person must first look at this course")
        assert again.sentence.endswith("Nothing may be given to make people buy a course.")
    assert [card.number for card in queries.trainings_of(body)] == ["F1"]
    ((row,), _) = drafts.waiting_drafts(by=people.STAFF)
    # The same file again changes nothing, neither while it waits nor once it is refused or published.
    assert scenes.bring(content, body).counts["trainings.waiting"] == 0
    decide(row.id, Decision.PUBLISH, seen=row.revision)
    assert {card.number for card in queries.trainings_of(body)} == {"F1", "F2"}
    again = scenes.bring(content, body)
    assert "trainings.waiting" not in again.counts
    assert again.counts["trainings.unchanged"] == 2


def test_a_file_never_replaces_what_somebody_writes_and_says_so() -> None:
    draft, agent = begun(an_offer(title="Écrit à la main"))
    assert agent.provider_id is not None
    content = scenes.edof(scenes.training("M1", content="Une tablette offerte"))
    report = scenes.bring(content, agent.provider_id)
    assert report.counts["trainings.refused"] == 1
    assert "trainings.waiting" not in report.counts
    assert [(f.training, f.code, f.blocking) for f in report.findings] == [("M1", "draft_by_hand", True)]
    row = drafts.draft(draft, by=agent)
    assert row is not None
    assert (row.title, row.state, row.revision) == ("Écrit à la main", DraftState.DRAFT, 1)
    actions.discard_draft(draft_id=draft, by=agent, at=AT)
    assert scenes.bring(content, agent.provider_id).counts["trainings.waiting"] == 1


def test_a_refused_file_does_not_come_back_until_it_changes() -> None:
    scenes.certification()
    body = scenes.provider()
    content = scenes.edof(scenes.training("F2", content="Une tablette offerte"))
    scenes.bring(content, body)
    ((row,), _) = drafts.waiting_drafts(by=people.STAFF)
    decide(row.id, Decision.REFUSE, "Rien ne peut être offert.", seen=row.revision)
    assert scenes.bring(content, body).counts["trainings.waiting"] == 0
    other = scenes.edof(scenes.training("F2", content="Une tablette offerte et un cadeau"))
    assert scenes.bring(other, body).counts["trainings.waiting"] == 1
