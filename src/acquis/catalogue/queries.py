"""The questions others may ask of the catalogue; answers are frozen rows.

What is on sale is public; reports of imports belong to the provider they concern and to the staff.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q

from acquis.kit.actor import Actor

from . import permissions
from .models import (
    Certification,
    CertificationCode,
    CertificationVersion,
    Continuity,
    ImportReport,
    PostalCode,
    Session,
    Training,
    TrainingAction,
)
from .models import Town as TownTable
from .towns import CITIES, place_key
from .types import (
    Action,
    ActionCard,
    CertificationCard,
    CodeRow,
    Entry,
    Finding,
    Level,
    Modality,
    OfferedSession,
    OfferState,
    Refusal,
    Register,
    Report,
    ReportKind,
    Sale,
    SessionCard,
    SessionState,
    Town,
    TrainingCard,
)

# Offers ---------------------------------------------------------------------------------------------------------


def offered(session_id: UUID) -> OfferedSession | None:
    """The session as somebody may buy it, or None when there is no such session."""
    return offered_many([session_id]).get(session_id)


def offered_many(session_ids: Iterable[UUID]) -> dict[UUID, OfferedSession]:
    """The sessions that exist among `session_ids`."""
    sessions = list(Session.objects.filter(pk__in=list(session_ids)).select_related("action__training"))
    codes = {s.action.training.certification_code for s in sessions}
    certifications = {c.code: c for c in Certification.objects.filter(pk__in=codes).only("code", "title", "version_id")}
    return {s.id: _offered(s, certifications.get(s.action.training.certification_code)) for s in sessions}


def _offered(session: Session, certification: Certification | None) -> OfferedSession:
    action = session.action
    training = action.training
    return OfferedSession(
        session_id=session.id,
        action_id=action.id,
        training_id=training.id,
        provider_id=training.provider_id,
        title=training.title,
        certification_code=training.certification_code,
        certification_title=certification.title if certification else "",
        certification_version=certification.version_id if certification else None,
        action_kind=Action(training.action_kind),
        price_cents=action.price_cents,
        modality=Modality(action.modality),
        entry=Entry(action.entry),
        starts_on=session.starts_on,
        ends_on=session.ends_on,
        hours=action.hours_centre + action.hours_company,
        has_prerequisites=action.has_prerequisites,
        town=action.town,
        address=", ".join(action.address),
        postal_code=action.postal_code,
        lat=action.lat,
        lon=action.lon,
        on_sale=(
            training.state == OfferState.PUBLISHED
            and action.state == OfferState.PUBLISHED
            and session.state == SessionState.OPEN
        ),
    )


def training_page(training_id: UUID) -> TrainingCard | None:
    """A training with its certification, actions and sessions; withdrawn actions are left out."""
    return next(iter(training_pages([training_id])), None)


def training_pages(training_ids: Sequence[UUID]) -> list[TrainingCard]:
    """Many trainings at once, in three queries and the certifications'; unknown ids are left out."""
    return _cards(Training.objects.filter(pk__in=training_ids))


def trainings_of(provider_id: UUID, *, limit: int = 500) -> list[TrainingCard]:
    """All that a provider offers or has withdrawn, by title."""
    return _cards(Training.objects.filter(provider_id=provider_id).order_by("title", "id")[:limit])


def published_training_ids(*, after: UUID | None = None, limit: int = 1000) -> list[UUID]:
    """The ids of what is on sale, in pages by id: for whoever builds an index of everything."""
    rows = Training.objects.filter(state=OfferState.PUBLISHED)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def _cards(trainings: Iterable[Training]) -> list[TrainingCard]:
    rows = list(trainings)
    actions = (
        TrainingAction.objects.filter(training__in=rows)
        .exclude(state=OfferState.WITHDRAWN)
        .order_by("training_id", "price_cents", "number")
        .prefetch_related(Prefetch("sessions", Session.objects.order_by("starts_on", "number")))
    )
    by_training: dict[UUID, list[ActionCard]] = {}
    for action in actions:
        by_training.setdefault(action.training_id, []).append(_action(action))
    cards = certifications(t.certification_code for t in rows)
    return [
        TrainingCard(
            id=t.id,
            provider_id=t.provider_id,
            number=t.number,
            state=OfferState(t.state),
            held_because=Refusal(t.held_because) if t.held_because else None,
            title=t.title,
            action_kind=Action(t.action_kind),
            certification=cards.get(t.certification_code),
            certification_code=t.certification_code,
            blocks=tuple(t.blocks),
            objective=t.objective,
            expected_results=t.expected_results,
            content=t.content,
            summary=t.summary,
            actions=tuple(by_training.get(t.id, ())),
        )
        for t in rows
    ]


def _action(action: TrainingAction) -> ActionCard:
    return ActionCard(
        id=action.id,
        number=action.number,
        state=OfferState(action.state),
        modality=Modality(action.modality),
        entry=Entry(action.entry),
        price_cents=action.price_cents,
        extra_fees_cents=action.extra_fees_cents,
        hours_centre=action.hours_centre,
        hours_company=action.hours_company,
        has_prerequisites=action.has_prerequisites,
        conditions=action.conditions,
        accessibility=action.accessibility,
        language=action.language,
        admission=action.admission,
        town_insee=action.town_insee,
        town=action.town,
        postal_code=action.postal_code,
        address=tuple(action.address),
        lat=action.lat,
        lon=action.lon,
        url=action.url,
        phone=action.phone,
        email=action.email,
        sessions=tuple(
            SessionCard(
                id=s.id,
                number=s.number,
                starts_on=s.starts_on,
                ends_on=s.ends_on,
                state=SessionState(s.state),
                guaranteed=s.guaranteed,
                notes=s.notes,
            )
            for s in action.sessions.all()
        ),
    )


# Certifications -------------------------------------------------------------------------------------------------


def certification(code: str) -> CertificationCard | None:
    """A certification by its code (``RNCP509``), or None."""
    return certifications([code]).get(code)


def certifications(codes: Iterable[str]) -> dict[str, CertificationCard]:
    """The certifications that are known among `codes`."""
    rows = Certification.objects.filter(pk__in=set(codes)).prefetch_related(
        "blocks", "certifiers", Prefetch("codes", CertificationCode.objects.order_by("scheme", "rank"))
    )
    return {row.code: _certification(row) for row in rows}


def _certification(row: Certification) -> CertificationCard:
    def codes(scheme: str) -> tuple[CodeRow, ...]:
        return tuple(CodeRow(code=c.code, label=c.label) for c in row.codes.all() if c.scheme == scheme)

    return CertificationCard(
        code=row.code,
        register=Register(row.register),
        title=row.title,
        short_title=row.short_title,
        level=row.level,
        active=row.active,
        registered_until=row.registered_until,
        effective_on=row.effective_on,
        certifiers=tuple(dict.fromkeys(c.name for c in row.certifiers.all())),
        blocks=tuple(CodeRow(code=b.code, label=b.title) for b in row.blocks.all()),
        rome=codes("rome"),
        nsf=codes("nsf"),
        formacode=codes("formacode"),
        version=row.version_id,
    )


def certification_as_of_version(version: int) -> dict[str, object] | None:
    """The fiche exactly as it was read then: what a purchase keeps a reference to."""
    row = CertificationVersion.objects.filter(pk=version).first()
    return None if row is None else dict(row.content)


def may_be_sold(certification_code: str, *, siret: str, on: date) -> Sale:
    """Whether the provider of `siret` may sell the certification on the day `on` (L6323-6, L6323-9-1).

    The certification must be active and registered on that day, and the provider must be its certifier or one of its
    habilitated partners: by SIRET, else by SIREN. What is bought without a certification of the registers
    (driving licences, skills assessments, support to the validation of experience) asks for none, and a diploma
    registered by right whose fiche names no partner cannot be checked here: both are allowed.
    """
    row = Certification.objects.filter(pk=certification_code).first()
    if row is None:
        return Sale(allowed=False, refusal=Refusal.CERTIFICATION_UNKNOWN)
    return sales([(row, siret)], on=on)[0]


def sales(pairs: Sequence[tuple[Certification, str]], *, on: date) -> list[Sale]:
    """`may_be_sold` for many (certification, SIRET) pairs in two queries, in the same order."""
    codes = [c.code for c, _ in pairs]
    named: dict[str, set[str]] = {}
    partners = set()
    for table in (Certification.certifiers.rel.related_model, Certification.partners.rel.related_model):
        for code, siret, siren in table.objects.filter(certification__in=codes).values_list(
            "certification_id", "siret", "siren"
        ):
            named.setdefault(code, set()).update(x for x in (siret, siren) if x)
            if table is Certification.partners.rel.related_model:
                partners.add(code)
    return [_sale(row, siret, named.get(row.code, set()), row.code in partners, on) for row, siret in pairs]


def _sale(row: Certification, siret: str, named: set[str], has_partners: bool, on: date) -> Sale:
    if not row.active:
        return Sale(allowed=False, refusal=Refusal.CERTIFICATION_INACTIVE)
    if row.registered_until is not None and row.registered_until < on:
        return Sale(allowed=False, refusal=Refusal.CERTIFICATION_ENDED)
    if row.register == Register.CPF:
        return Sale(allowed=True)
    if siret in named:
        return Sale(allowed=True, matched_on="siret")
    if siret[:9] in named:
        return Sale(allowed=True, matched_on="siren")
    if row.by_right and not has_partners:
        return Sale(allowed=True)
    return Sale(allowed=False, refusal=Refusal.PROVIDER_NOT_HABILITATED)


def successors(code: str) -> list[str]:
    """Every certification that came after `code`, nearest first; splits, merges and circles are followed once."""
    return _walk(code, "old", "new")


def predecessors(code: str) -> list[str]:
    """Every certification that came before `code`, nearest first."""
    return _walk(code, "new", "old")


def _walk(code: str, here: str, there: str) -> list[str]:
    met, ring = [code], {code}
    while ring:
        steps = Continuity.objects.filter(**{f"{here}__in": ring}).values_list(there, flat=True)
        ring = set(steps) - set(met)
        met += sorted(ring)
    return met[1:]


# Places ---------------------------------------------------------------------------------------------------------


def towns_matching(text: str, *, limit: int = 10) -> list[Town]:
    """The towns somebody may mean by the beginning of a name or of a postal code, the most peopled first.

    Accents, capitals, hyphens and « St » for « Saint » do not matter. An exact name comes before longer ones.
    """
    bare = "".join(text.split())
    if bare.isdigit():
        rows = TownTable.objects.filter(postal_codes__code__startswith=bare[:5]).distinct()
        if len(bare) >= 5:
            # A whole postal code of Paris, Lyon or Marseille names the arrondissement.
            rows = rows.exclude(pk__in=CITIES)
        return _towns(rows.order_by("-population", "insee")[:limit])
    key = place_key(text)
    if not key:
        return []
    exact = _towns(TownTable.objects.filter(folded=key).order_by("-population", "insee")[:limit])
    # « havre » finds « Le Havre », since nobody knows whether the article counts.
    begins = Q(folded__startswith=key)
    for article in ("le ", "la ", "les ", "l "):
        begins |= Q(folded__startswith=article + key)
    longer = TownTable.objects.filter(begins).exclude(folded=key).order_by("-population", "insee")[:limit]
    return [*exact, *_towns(longer)][:limit]


def town(insee: str) -> Town | None:
    """A town by its INSEE code."""
    return next(iter(_towns(TownTable.objects.filter(pk=insee))), None)


def towns_by_postal_code(codes: Iterable[str]) -> dict[str, list[Town]]:
    """The towns of each postal code; one code may serve many."""
    pairs = list(PostalCode.objects.filter(code__in=set(codes)).values_list("code", "town_id"))
    rows = {t.insee: t for t in _towns(TownTable.objects.filter(pk__in={insee for _, insee in pairs}))}
    found: dict[str, list[Town]] = {}
    for code, insee in pairs:
        found.setdefault(code, []).append(rows[insee])
    return found


def _towns(rows: Iterable[TownTable]) -> list[Town]:
    towns = list(rows)
    codes: dict[str, list[str]] = {}
    for code, insee in PostalCode.objects.filter(town__in=towns).order_by("code").values_list("code", "town_id"):
        codes.setdefault(insee, []).append(code)
    return [
        Town(
            insee=t.insee,
            name=t.name,
            postal_codes=tuple(codes.get(t.insee, ())),
            department=t.department,
            lat=t.lat,
            lon=t.lon,
            population=t.population,
        )
        for t in towns
    ]


# Reports --------------------------------------------------------------------------------------------------------


def reports_of(provider_id: UUID, *, by: Actor, limit: int = 20) -> list[Report]:
    """The last files of a provider, newest first, without their findings."""
    rows = permissions.READ_REPORT.rows(by, ImportReport.objects.filter(provider_id=provider_id))
    return [report_of(row, ()) for row in rows.order_by("-read_at")[:limit]]


def report(report_id: UUID, *, by: Actor) -> Report | None:
    """One report with its findings, or None when there is none that `by` may see."""
    row = permissions.READ_REPORT.rows(by, ImportReport.objects.filter(pk=report_id)).first()
    if row is None:
        return None
    return report_of(
        row,
        tuple(
            Finding(
                level=Level(f.level),
                code=f.code,
                sentence=f.sentence,
                blocking=f.blocking,
                training=f.training,
                action=f.action,
                session=f.session,
                line=f.line,
            )
            for f in row.findings.order_by("id")
        ),
    )


def report_of(row: ImportReport, findings: tuple[Finding, ...]) -> Report:
    return Report(
        id=row.id,
        kind=ReportKind(row.kind),
        format=row.format,
        file_name=row.file_name,
        counts=dict(row.counts),
        findings=findings,
        findings_total=row.findings_total,
        blocking_total=row.blocking_total,
        refusal=Refusal(row.refusal) if row.refusal else None,
        provider_id=row.provider_id,
    )
