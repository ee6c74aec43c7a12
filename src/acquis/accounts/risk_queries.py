"""What others may ask of rights told by the bodies of occupational risks; part of `queries`."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from acquis.kit.actor import Actor
from acquis.rules import Conversion, EndowmentRequest, accident_endowment, convert, law_on
from acquis.rules import Counter as Unit
from acquis.rules import Refusal as LawRefusal

from . import held, permissions, risks
from .leading import led_to, now_of
from .models import Accident, Account, Grant, PreventionPoints, ProjectPaper
from .types import AccidentCard, Adviser, GrantGround, PointsCard, ProjectPaperCard, RiskRights, RiskUse, RiskUseKind

_TOLD = """
    WITH RECURSIVE led(id) AS (
        SELECT %s::uuid UNION ALL SELECT a.id FROM accounts_account a JOIN led l ON a.joined_to_id = l.id
    ) SELECT EXISTS (SELECT FROM accounts_preventionpoints p JOIN led ON led.id = p.account_id)
          OR EXISTS (SELECT FROM accounts_accident a JOIN led ON led.id = a.account_id)
"""


def has_risk_rights(account_id: UUID) -> bool:
    """Whether anything was ever told of an account: of nearly all, nothing, and one question says so."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [account_id])
        row = cursor.fetchone()
    return bool(row and row[0])


def risk_rights(account_id: UUID, *, on: date, by: Actor) -> RiskRights | None:
    """What may be used today and why not the rest; None when `by` may not see the account."""
    account = permissions.READ.rows(by, Account.objects.filter(pk=account_id)).first()
    if account is None:
        return None
    rows = Accident.objects.filter(account_id__in=risks.own(account)).order_by("-notified_on", "pk")
    return RiskRights(points=_points(account, on), accidents=tuple(_accident(account, row, on) for row in rows))


def risk_uses(*, since: datetime, by: Actor) -> list[RiskUse]:
    """The rights of these bodies used, or taken back, from an instant on, in the order of time.

    The same question gives the same lines: a use and its taking back are two, each of its own instant.
    """
    permissions.NOTE_RISKS.require_any(by)
    grounds = (GrantGround.PREVENTION_POINTS, GrantGround.ACCIDENT)
    later = Q(recorded_at__gte=since) | Q(withdrawn_at__gte=since) | Q(handed_over_at__gte=since)
    rows = list(Grant.objects.filter(later, ground__in=grounds))
    numbers = _numbers({row.account_id for row in rows if row.ground == GrantGround.PREVENTION_POINTS})
    found = []
    for row in rows:
        if row.recorded_at >= since:
            found.append(_use(row, RiskUseKind.USED, row.recorded_at, numbers))
        back_at = row.withdrawn_at or row.handed_over_at
        if back_at is not None and back_at >= since:
            found.append(_use(row, RiskUseKind.TAKEN_BACK, back_at, numbers))
    return sorted(found, key=lambda use: (use.at, use.reference, use.kind))


def project_papers_waiting(*, by: Actor) -> list[ProjectPaperCard]:
    """Papers on which a right was given and which nobody has looked at, oldest first."""
    if not permissions.JUDGE.rows(by, Account.objects.all()).exists():
        return []
    rows = ProjectPaper.objects.filter(sound=None).select_related("grant__account").order_by("filed_at", "id")
    return [_paper(row) for row in rows]


def project_paper(paper_id: UUID, *, by: Actor) -> ProjectPaperCard | None:
    """One of them, looked at or not; None when there is none that `by` may judge."""
    row = ProjectPaper.objects.filter(pk=paper_id).select_related("grant__account").first()
    if row is None or not permissions.JUDGE.rows(by, Account.objects.filter(pk=row.grant.account_id)).exists():
        return None
    return _paper(row)


def _points(account: Account, on: date) -> PointsCard | None:
    state = risks.points_of(account)
    if state is None:
        return None
    worth = convert(law_on(on), Conversion(source=Unit.C2P_POINTS, target=Unit.CENTS, amount=1))
    return PointsCard(
        number=state.number,
        as_of=state.as_of,
        left=risks.left(state, account),
        reserved=risks.reserved_left(state, account),
        used=sum(risks.used(risks.own(account)).values()),
        turn=risks.turn(account),
        cents_each=int(worth.cents or 0),
    )


def _accident(account: Account, row: Accident, on: date) -> AccidentCard:
    law = law_on(on)
    answer = accident_endowment(
        law,
        EndowmentRequest(
            incapacity_percent=row.incapacity_percent,
            notified_on=row.notified_on,
            requested_on=on,
            notice_says_delay=row.says_delay,
            project_attested=True,
            balance_cents=held.on_account(account),
        ),
    )
    grant = risks.given_for(row.number)
    return AccidentCard(
        number=row.number,
        incapacity_percent=row.incapacity_percent,
        notified_on=row.notified_on,
        last_day=answer.last_day if row.says_delay else None,
        attested_on=row.attested_on,
        endowment_cents=law.counters.atmp_cents,
        refusal=None if answer.refusal is None else LawRefusal(answer.refusal),
        given_on=grant.granted_on if grant else None,
        given_cents=grant.amount if grant else 0,
    )


def _numbers(account_ids: set[UUID]) -> dict[UUID, str]:
    """{account: number of its holder's prevention account}, whichever account of theirs it was told for."""
    heads = now_of(account_ids)
    roots = {heads.get(each, each) for each in account_ids}
    led = led_to(roots)
    told = PreventionPoints.objects.filter(account_id__in=led.with_led(roots)).order_by("as_of", "-account_id")
    of_head = {led.head(account): number for account, number in told.values_list("account_id", "number")}
    return {each: of_head.get(heads.get(each, each), "") for each in account_ids}


def _use(row: Grant, kind: RiskUseKind, at: datetime, numbers: dict[UUID, str]) -> RiskUse:
    is_points = row.ground == GrantGround.PREVENTION_POINTS
    return RiskUse(
        reference=row.reference,
        kind=kind,
        number=numbers.get(row.account_id, "") if is_points else str(row.facts["accident"]),
        points=int(row.facts["points"]) if is_points else None,
        amount_cents=row.amount,
        at=at,
    )


def _paper(row: ProjectPaper) -> ProjectPaperCard:
    return ProjectPaperCard(
        id=row.id,
        account_id=row.grant.account_id,
        person_id=row.grant.account.person_id,
        accident=row.accident_id,
        adviser=Adviser(row.adviser),
        attested_on=row.attested_on,
        amount_cents=row.grant.amount,
        document_id=row.document_id,
        filed_at=row.filed_at,
        sound=row.sound,
        looked_at=row.looked_at,
    )
