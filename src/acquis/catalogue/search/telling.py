"""What the reader is told of how a question was read: each part that may be taken away, and what was let go."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from .limits import Limit
from .placenames import Place
from .plan import Plan
from .reading import Read, is_cut
from .types import IN_TOWN, Meant, Reading, SearchRequest, Understood


def understood(
    found: Read,
    request: SearchRequest,
    plan: Plan,
    limits: list[Limit],
    place: Place | None,
    *,
    let_go: Sequence[Limit] = (),
    some_words: bool = False,
    body: tuple[int, int] = (0, 0),
) -> Understood:
    """What is told of a question that was read so and put as `plan`.

    `limits` are those that filter, `let_go` those that would leave nothing; `body` the words that name who sells.
    """
    inside = range(*body)
    said: list[tuple[int, Meant]] = []
    for start, end, _key, concept in found.concepts:
        if start in inside:
            continue
        typed = found.typed(start, end)
        said.append((start, Meant(concept.reading, typed, concept.value, concept.label, concept.domains)))
    if inside:
        name = found.typed(*body)
        said.append((body[0], Meant(Reading.PROVIDER, name, name, name)))
    said += [(limit.start, _meant(found, limit)) for limit in limits]
    for each in found.excluded:
        label = _("sauf %(what)s") % {"what": each.label or found.typed(each.named, each.end)}
        said.append((each.start, Meant(Reading.WITHOUT, found.typed(each.start, each.end), each.value, label)))
    in_words = place is not None and place.end > 0
    if place is not None and in_words:
        said.append((place.start, Meant(Reading.PLACE, found.typed(place.start, place.end), place.value, place.label)))
    for start, end, code in found.codes:
        said.append((start, Meant(Reading.CERTIFICATION, found.typed(start, end), code, code)))
    for typed, taken in found.corrected:
        label = _("« %(taken)s » plutôt que « %(typed)s »") % {"taken": taken, "typed": typed}
        said.append((len(found.tokens), Meant(Reading.SPELLING, typed, taken, label)))
    asked = bool(request.place.strip() or request.insee)
    return Understood(
        words=_looked_for(found),
        corrected=found.corrected,
        town=place.town if place else None,
        radius_km=_radius_told(request, plan, place),
        place_in_words=in_words,
        place_unknown=request.place.strip() if asked and place is None else "",
        some_words=some_words,
        meant=tuple(meant for _at, meant in sorted(said, key=lambda pair: pair[0])),
        let_go=tuple(_meant(found, limit) for limit in let_go),
        unheard=tuple(found.typed(start, end) for start, end in sorted(found.unheard)),
        cut=is_cut(request.text),
    )


def _radius_told(request: SearchRequest, plan: Plan, place: Place | None) -> int | None:
    if place is None or place.lat is None:
        return None
    return IN_TOWN if request.radius_km == IN_TOWN and place.town is not None else plan.request.radius_km


def _meant(found: Read, limit: Limit) -> Meant:
    return Meant(limit.reading, found.typed(limit.start, limit.end), limit.value, limit.label)


def _looked_for(found: Read) -> tuple[str, ...]:
    parts = [(start, end) for start, end, *_rest in found.concepts]
    parts += [(start, end) for start, end, _ways_ in found.trimmings]
    parts += [(at, at + 1) for at in found.words]
    return tuple(found.typed(start, end) for start, end in sorted(parts))
