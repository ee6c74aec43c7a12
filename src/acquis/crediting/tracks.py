"""The tracks of a run: stretches of accounts of about the same length, so that several may walk it at once."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

from django.db.models import Q, Sum

from acquis.accounts import queries as accounts
from acquis.kit.refusal import Refused

from .models import Run, Track
from .types import Refusal, RunState

#: Tracks of a run at most, and how many accounts are worth one of their own.
MOST, WORTH_ONE = 64, 250_000


def lay(run: Run) -> int:
    """Lay the tracks of a phase anew, in place of those of the phase before; returns how many there are."""
    run.tracks.all().delete()
    many = max(1, min(MOST, run.total // WORTH_ONE))
    ends = [None, *(accounts.cuts(many) if many > 1 else []), None]
    Track.objects.bulk_create(
        Track(run=run, number=number, after=after, upto=upto) for number, (after, upto) in enumerate(pairwise(ends))
    )
    return len(ends) - 1


def walked(run: Run) -> int:
    """How many accounts the phase under way walked through."""
    return int(run.tracks.aggregate(done=Sum("done"))["done"] or 0)


def remaining(run_id: UUID) -> int:
    """How many tracks of the phase under way are not walked to their end, by whomever."""
    return Track.objects.filter(run_id=run_id, is_over=False).count()


def free(run: Run) -> Track | None:
    """The first track that nobody walks at this moment, locked until the end of the transaction."""
    left = run.tracks.select_for_update(skip_locked=True).filter(is_over=False)
    return left.order_by("number").first()


def of(run: Run, first: UUID, last: UUID) -> Track:
    """The track on which the accounts between these two come next, locked; refuses OUT_OF_ORDER when there is none."""
    left = run.tracks.select_for_update().filter(is_over=False)
    track = left.filter(Q(upto__isnull=True) | Q(upto__gte=last)).order_by("number").first()
    if track is None or (track.after is not None and first <= track.after):
        raise Refused(Refusal.OUT_OF_ORDER)
    return track


def lane_of(run: Run, track: Track) -> int | None:
    """The lane on which a slice is written beside the others of its run; None when it must be written alone.

    It is while the run begins, and while another one is carried out: whoever began later sees the other, and whoever
    began first was not yet seen only by who is alone.
    """
    others = Run.objects.filter(state=RunState.RUNNING).exclude(pk=run.pk)
    return track.number if run.state == RunState.RUNNING and not others.exists() else None


def next_number(track: Track) -> int:
    """A number for the slice that comes, which no other slice of the run has."""
    return track.slices * MOST + track.number
