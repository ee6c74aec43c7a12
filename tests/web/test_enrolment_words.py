"""The words of an enrolment: none is missing, and the timeline is told to each of its readers."""

import pytest
from tests import scenes

from acquis.enrolments import types
from acquis.web.labels.enrolments import LABELS, written_timeline
from acquis.web.refusal_sentences.enrolments import SENTENCES

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
    line = scenes.requested().now.timeline
    current = [step for step in written_timeline(line, reader=types.Party.PROVIDER) if step.state == "current"]
    assert [step.when for step in current] == ["À vous d’agir, avant la fin du mardi 24\u00a0novembre"]
    current = [step for step in written_timeline(line, reader=types.Party.HOLDER) if step.state == "current"]
    assert [step.when for step in current] == ["À l’organisme d’agir, avant la fin du mardi 24\u00a0novembre"]
    assert current[0].detail == "Sans réponse, la demande prend fin. Aucun droit n’est utilisé."
