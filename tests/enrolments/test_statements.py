"""What a purchase asks of the server: each statement is a trip that whoever buys waits for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import scenes

from acquis.enrolments.models import Enrolment

pytestmark = pytest.mark.django_db


def test_a_whole_purchase_keeps_to_its_statements_and_writes_what_changed():
    body, holder = scenes.with_bank_account(scenes.a_body()), scenes.a_holder(rights_cents=300_000)
    scenes.validated(holder, body)
    with CaptureQueriesContext(connection) as sent:
        scenes.validated(holder, body)
    statements = [each["sql"] for each in sent if "SAVEPOINT" not in each["sql"]]
    # The request begins by waiting for its turn; what comes before it makes the offer.
    begins = next(place for place, each in enumerate(statements) if "pg_advisory_xact_lock" in each)
    statements = statements[begins:]
    assert len(statements) <= 121
    moves = [each for each in statements if 'UPDATE "enrolments_enrolment" SET' in each]
    assert len(moves) > 4
    assert [each for each in moves if '"title" =' in each] == []


def test_what_was_changed_and_saved_before_a_step_is_written_again_when_it_changes_back():
    scene = scenes.requested(scenes.a_holder(rights_cents=300_000), scenes.a_body())
    row = Enrolment.objects.get(pk=scene.id)
    before = row.message
    row.message = "one"
    assert row._changed() == ["message"]
    row.save(update_fields=["message"])
    row.message = before
    assert row._changed() == ["message"]
    Enrolment.objects.filter(pk=row.pk).update(message=before)
    row.refresh_from_db()
    assert row._changed() == []
