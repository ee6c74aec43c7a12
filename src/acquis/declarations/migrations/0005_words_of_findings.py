"""Findings keep the values of their sentences, which are made when they are read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('declarations', '0004_facts_in_columns'),
    ]

    operations = [
        migrations.AddField(
            model_name='importfinding',
            name='words',
            field=models.JSONField(null=True),
        ),
        migrations.AlterField(
            model_name='importfinding',
            name='sentence',
            field=models.TextField(default=''),
        ),
    ]
