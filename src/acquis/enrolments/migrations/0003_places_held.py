"""Enrolments accepted before places were counted hold theirs: without this, their sessions would be sold twice."""

from django.db import migrations

HOLD = """
INSERT INTO catalogue_heldplace (reference, session_id, held_at)
SELECT e.id, e.session_id, coalesce(e.proposed_at, e.requested_at)
  FROM enrolments_enrolment e JOIN catalogue_session s ON s.id = e.session_id
 WHERE e.state IN ('proposed', 'awaiting_payment', 'confirmed', 'in_training', 'exited', 'service_declared',
                   'service_validated', 'no_show')
    ON CONFLICT DO NOTHING;
"""
COUNT = """
UPDATE catalogue_session s SET places_taken = h.held
  FROM (SELECT session_id, count(*) AS held FROM catalogue_heldplace GROUP BY session_id) h
 WHERE h.session_id = s.id AND s.places_taken <> h.held;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_what_an_offer_says'),
        ('enrolments', '0002_personal_offers'),
    ]

    operations = [
        migrations.RunSQL(HOLD, migrations.RunSQL.noop),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
