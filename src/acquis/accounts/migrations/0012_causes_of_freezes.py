"""Each freeze keeps why it stands; a death may be told without its day."""

import django.db.models.deletion
from django.db import migrations, models

import acquis.kit.ids

#: What is frozen today is for a death that waits, where one froze it, and else by a decision.
_KEEP = """
    INSERT INTO accounts_freeze (id, account_id, death, reason, frozen_at)
    SELECT gen_random_uuid(), a.id, n.doubt_id,
           CASE WHEN n.doubt_id IS NULL THEN 'bloqué avant que la raison ne soit gardée' ELSE 'décès à vérifier' END,
           coalesce(n.received_at, a.opened_at)
      FROM accounts_account a
      LEFT JOIN accounts_deathnotice n ON n.frozen_account_id = a.id AND n.answered_at IS NULL
     WHERE a.state <> 'closed' AND (a.state = 'frozen' OR a.frozen_at_end)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_accounts_that_lead_away'),
    ]

    operations = [
        migrations.AlterField(
            model_name='deathnotice',
            name='died_on',
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name='Freeze',
            fields=[
                ('id', models.UUIDField(default=acquis.kit.ids.new_id, primary_key=True, serialize=False)),
                ('death', models.UUIDField(null=True)),
                ('reason', models.TextField()),
                ('frozen_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='freezes', to='accounts.account')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('death', None), ('lifted_at', None)), fields=('account',), name='one_freeze_by_decision_at_a_time'),
                    models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('account', 'death'), name='one_freeze_per_death_at_a_time'),
                ],
            },
        ),
        migrations.RunSQL(_KEEP, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='deathnotice',
            name='frozen_account_id',
        ),
    ]
