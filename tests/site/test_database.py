"""The tests run on a real PostgreSQL, whole migrations included."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_database_is_postgresql_with_every_migration_applied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, count(*) FROM django_migrations")
        version, migrations = cursor.fetchone()
    assert version >= 150000
    assert migrations > 10
