"""The words of an enrolment: none is missing, and the timeline is told to each of its readers."""

from datetime import timedelta

import pytest
from tests import scenes
from tests.web.visiting import plain, signed_in

from acquis.enrolments import actions as enrolments
from acquis.enrolments import types
from acquis.web.design.written import day_full, day_long, hour
from acquis.web.labels.enrolments import LABELS
from acquis.web.refusal_sentences.enrolments import SENTENCES
from acquis.web.timeline import shown

WORDED = (
    types.State,
    types.Act,
    types.BillingState,
    types.Source,
    types.Party,
    types.DeclineReason,
    types.TimelineKey,
    types.Otherwise,
)


@pytest.mark.parametrize("words", WORDED)
def test_every_member_has_its_label(words):
    assert {member for member in words if not LABELS.get(member)} == set()


def test_every_refusal_has_its_sentence():
    assert {member for member in types.Refusal if not SENTENCES.get(member)} == set()


@pytest.mark.django_db
def test_the_timeline_speaks_to_the_one_who_must_act():
    enrolment = scenes.requested().now
    (current,) = [step for step in shown(enrolment, reader=types.Party.PROVIDER) if step.state == "current"]
    assert current.title == "À vous de répondre"
    (current,) = [step for step in shown(enrolment, reader=types.Party.HOLDER) if step.state == "current"]
    assert current.title == "Réponse de l’organisme"
    assert current.when == "avant la fin du mardi 24\u00a0novembre 2026"
    assert current.detail == "sans réponse, la demande sera annulée, sans frais"


@pytest.mark.django_db
def test_the_days_of_the_training_are_told_to_whom_has_nothing_to_declare():
    steps = shown(scenes.requested().now, reader=types.Party.HOLDER)
    when = {step.title: step.when for step in steps}
    assert when["Entrée en formation"] == "mardi 8\u00a0décembre 2026"
    assert when["Sortie de formation"] == "vendredi 18\u00a0décembre 2026"


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_a_payment_is_awaited_to_the_minute_not_to_the_day():
    scene = scenes.proposed()
    collection = scenes.confirming(scene)
    due = scene.now.due_at
    assert due - scenes.AT == timedelta(minutes=30)
    (current,) = [step for step in shown(scene.now, reader=types.Party.HOLDER) if step.state == "current"]
    assert current.when == f"avant {hour(due)}, le {day_full(due)}"
    client = signed_in(scene.holder.actor)
    assert f"À vous d’agir avant {hour(due)}" in client.get("/mes-inscriptions").text
    assert f"Vous avez jusqu’à {hour(due)} pour payer" in client.get(f"/paiement/{collection}").text
    # Nobody is told that a card has paid what it has not.
    staff = signed_in(scenes.STAFF)
    assert "À payer par le titulaire" in staff.get(f"/agents/inscriptions/{scene.id}").text
    scenes.paying(scene)
    assert "Payé par le titulaire" in staff.get(f"/agents/inscriptions/{scene.id}").text


@pytest.mark.django_db
def test_each_side_reads_who_must_declare_by_when_and_what_follows():
    enrolment = scenes.confirmed().now
    told = {
        reader: next(step for step in shown(enrolment, reader=reader) if step.state == "current")
        for reader in (types.Party.PROVIDER, types.Party.HOLDER, types.Party.OPERATOR)
    }
    day = day_long(enrolment.due_on)
    assert told[types.Party.PROVIDER].when == f"avant la fin du {day_full(enrolment.due_on)}"
    assert "le retard est noté" in told[types.Party.PROVIDER].detail
    for reader in (types.Party.HOLDER, types.Party.OPERATOR):
        assert (
            plain(told[reader].detail)
            == f"l’organisme doit le déclarer avant la fin du {plain(day)} ; après, son retard est noté"
        )


@pytest.mark.django_db
def test_what_came_to_nothing_is_told_apart_from_what_is_done():
    scene = scenes.requested()
    enrolments.abandon(enrolment_id=scene.id, by=scene.holder.actor, at=scenes.AT)
    assert [step.state for step in shown(scene.now)] == ["done", "missed"]
