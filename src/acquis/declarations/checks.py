"""What must always be true of the facts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from acquis.journal.checks import check


@check("declarations: every line has one current version, which is its last")
def lines_have_their_last_version() -> Iterator[str]:
    wrong = """
        SELECT account_id, key FROM declarations_workedline
         GROUP BY account_id, key
        HAVING count(*) FILTER (WHERE current) <> 1 OR max(version) FILTER (WHERE current) <> max(version)
            OR max(version) <> count(*)
    """
    for account_id, key in _rows(wrong):
        yield f"account {account_id}, line {key}: its versions do not follow one another up to the current one"


@check("declarations: every line is of an account that exists")
def lines_have_their_account() -> Iterator[str]:
    wrong = """
        SELECT DISTINCT w.account_id FROM declarations_workedline w
          LEFT JOIN accounts_account a ON a.id = w.account_id WHERE a.id IS NULL
    """
    for (account_id,) in _rows(wrong):
        yield f"account {account_id}: has declared lines and does not exist"


@check("declarations: no current line is older than the declaration that replaced its own")
def replaced_lines_are_gone() -> Iterator[str]:
    # Lines kept on purpose, because their replacement could not be read, are those of a report that says so.
    wrong = """
        SELECT w.id FROM declarations_workedline w
          JOIN declarations_declaration d ON d.id = w.declaration_id
         WHERE w.current AND w."order" < d."order"
           AND d.source = 'dsn'
    """
    for (line,) in _rows(wrong):
        yield f"line {line}: of an earlier sending than its declaration"


def _rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
