"""The faults: each hurts a living site in one way, and says whether it met what it was to meet.

What a fault needs of chance it takes from the source it is given, so that a seed gives the same faults again.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import cycle
from random import Random

import psycopg

from acquis.kit import clock
from acquis.site.postgres.roles import WEB, WORK

from . import country
from .hooks import Harm
from .lives import DECLARED, Lives, Purchase, same_form_twice
from .proxy import Loss, Proxy
from .scene import Scene
from .visitor import Unanswered

#: A fault that waits for something of life to hurt waits no longer than this; one that lets people live on, than that.
PATIENCE, LIVES_ON = 10.0, 4.0
HOUR = timedelta(hours=1)


class Part(StrEnum):
    """What can be hurt alone."""

    WEB = "web"
    WEB_LINE = "the web's connections"
    WORKER = "worker"
    WORK_LINE = "the worker's connections"
    CALLS = "the card provider's calls"
    ROWS = "rows"
    FORM = "a form"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: how often it comes, what it hurts or needs unhurt, and how it is done."""

    name: str
    weight: int
    #: Two faults that have none of these in common may be struck at once.
    hurts: frozenset[Part]
    strike: Callable[[Scene, Lives, Random], bool]
    #: Only while the clock is in the night in which it is changed.
    in_the_night: bool = False


def _lose(line: Callable[[Scene], Proxy], loss: Loss) -> Callable[[Scene, Lives, Random], bool]:
    def strike(scene: Scene, lives: Lives, random: Random) -> bool:
        proxy = line(scene)
        armed = proxy.arm(loss, seconds=random.uniform(0.2, 1.2))
        met = armed.happened.wait(PATIENCE)
        proxy.disarm()
        return met

    return strike


def _cut(line: Callable[[Scene], Proxy]) -> Callable[[Scene, Lives, Random], bool]:
    def strike(scene: Scene, lives: Lives, random: Random) -> bool:
        time.sleep(random.uniform(0, 0.2))
        return line(scene).cut() > 0

    return strike


def _web(scene: Scene) -> Proxy:
    return scene.web_line


def _work(scene: Scene) -> Proxy:
    return scene.work_line


def _kill_web_worker(scene: Scene, lives: Lives, random: Random) -> bool:
    time.sleep(random.uniform(0, 0.2))
    return scene.kill_web_worker(random.randrange(8))


def _kill_web(scene: Scene, lives: Lives, random: Random) -> bool:
    time.sleep(random.uniform(0, 0.2))
    scene.kill_web()
    return True


def _kill_worker(scene: Scene, lives: Lives, random: Random) -> bool:
    time.sleep(random.uniform(0, 0.2))
    scene.kill_worker()
    return True


def _kill_server(scene: Scene, lives: Lives, random: Random) -> bool:
    time.sleep(random.uniform(0, 0.2))
    scene.kill_server()
    return True


def _kill_backend(scene: Scene, lives: Lives, random: Random) -> bool:
    time.sleep(random.uniform(0, 0.2))
    return scene.kill_backend(random.choice((WEB, WEB, WORK)), random.randrange(8))


def _call(harm: Harm) -> Callable[[Scene, Lives, Random], bool]:
    def strike(scene: Scene, lives: Lives, random: Random) -> bool:
        happened = scene.hooks.harm(harm)
        met = happened.wait(PATIENCE)
        scene.hooks.unharm()
        if harm in (Harm.LATE, Harm.REORDERED):
            time.sleep(random.uniform(0.2, 1.0))
            scene.hooks.release()
        return met

    return strike


def _one_of_ours(lives: Lives, random: Random) -> Purchase | None:
    """A purchase under way that nobody carries on just now, held for us."""
    found = [each for each in list(lives.purchases) if each.id is not None and not each.over]
    random.shuffle(found)
    # Those about which there is something to do come first.
    found.sort(key=lambda each: each.idle_until is not None and each.idle_until > lives.today)
    return next((each for each in found if each.lock.acquire(blocking=False)), None)


#: What an intruder locks before the enrolment: the house locks it after.
_LATER_ROWS = (
    "SELECT FROM catalogue_session s JOIN enrolments_enrolment e ON e.session_id = s.id"
    " WHERE e.id = %s FOR UPDATE OF s",
    "SELECT FROM accounts_account a JOIN enrolments_enrolment e ON e.account_id = a.id WHERE e.id = %s FOR UPDATE OF a",
)


def _crossed_locks(scene: Scene, lives: Lives, random: Random) -> bool:
    """Somebody locks in the order that is not the house's, and a purchase meets them."""
    for _ in range(4):
        purchase = _one_of_ours(lives, random)
        if purchase is None:
            return False
        try:
            if _cross(scene, lives, purchase, random):
                return True
        finally:
            purchase.lock.release()
    return False


def _cross(scene: Scene, lives: Lives, purchase: Purchase, random: Random) -> bool:
    met = False
    with psycopg.connect(scene.server.url) as intruder:
        for each in _LATER_ROWS:
            intruder.execute(each, [purchase.id])
        acting = threading.Thread(target=_unheard, args=(lives, purchase, Random(random.random())))
        acting.start()
        waited = time.monotonic()
        while acting.is_alive() and time.monotonic() - waited < 2.0 and not met:
            met = _somebody_waits(scene)
            time.sleep(0.02)
        # The one who waits for so long first is the one who gives way: now the site, now the intruder.
        time.sleep(random.choice((0.0, 0.5)))
        with contextlib.suppress(psycopg.errors.DeadlockDetected):
            intruder.execute("SELECT FROM enrolments_enrolment WHERE id = %s FOR UPDATE", [purchase.id])
        intruder.rollback()
        acting.join(30)
    return met


def _unheard(lives: Lives, purchase: Purchase, random: Random) -> None:
    try:
        purchase.idle_until = None
        lives.step(purchase, random)
    except Unanswered:
        lives.unanswered += 1


def _somebody_waits(scene: Scene) -> bool:
    with psycopg.connect(scene.server.url, autocommit=True) as asking:
        row = asking.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return row is not None and row[0] > 0


def _pressed_twice(scene: Scene, lives: Lives, random: Random) -> bool:
    """A body's agent sends one form twice at once."""
    for _ in range(6):
        purchase = _one_of_ours(lives, random)
        if purchase is None:
            return False
        try:
            agent = lives.visitor(purchase.place.agent)
            page = agent.page(purchase.at_body)
            for ending, act, values in DECLARED:
                if (form := page.form(ending)) is not None:
                    answers = same_form_twice(agent, page, form, values)
                    done = [each for each in answers if each.sent_to == purchase.at_body]
                    if done:
                        lives.declared(purchase, act, done[0])
                    return len(answers) > 0
        except Unanswered:
            continue
        finally:
            purchase.lock.release()
    return False


def _hour_back(scene: Scene, lives: Lives, random: Random) -> bool:
    """The clock goes back an hour, people live on in it, and it is put right again."""
    before = lives.told.acknowledged
    country.turn_clock(-HOUR)
    _live_on(lives, before, 2)
    country.turn_clock(HOUR)
    return True


def _change_of_hour(scene: Scene, lives: Lives, random: Random) -> bool:
    """The clock passes 3 in the morning of the day on which it then is 2 again."""
    before = lives.told.acknowledged
    country.set_clock(country.CHANGE - timedelta(seconds=random.uniform(1, 3)))
    _live_on(lives, before, 2)
    until = time.monotonic() + PATIENCE
    while clock.now() < country.CHANGE and time.monotonic() < until:
        time.sleep(0.05)
    return clock.now() >= country.CHANGE


def _live_on(lives: Lives, before: int, acts: int) -> None:
    """Until so many more acts were acknowledged; every process knows the new time within a second."""
    until = time.monotonic() + LIVES_ON
    while lives.told.acknowledged < before + acts and time.monotonic() < until:
        time.sleep(0.05)


_WEB, _WEB_LINE = frozenset({Part.WEB}), frozenset({Part.WEB_LINE})
_WORK_LINE = frozenset({Part.WORK_LINE, Part.WORKER})
#: The calls are made by the worker.
_WORKER = frozenset({Part.WORKER, Part.WORK_LINE, Part.CALLS})
_CALLS = frozenset({Part.CALLS})
#: Whoever speaks to the server itself needs it.
_SERVER = frozenset(Part) - {Part.WEB, Part.CALLS}

FAULTS = (
    Fault("web: COMMIT lost", 7, _WEB_LINE, _lose(_web, Loss.BEFORE)),
    Fault("web: answer to COMMIT lost", 7, _WEB_LINE, _lose(_web, Loss.AFTER)),
    Fault("web: answer to COMMIT late", 3, _WEB_LINE, _lose(_web, Loss.LATE)),
    Fault("web: all its connections cut", 3, _WEB_LINE, _cut(_web)),
    Fault("worker: COMMIT lost", 4, _WORK_LINE, _lose(_work, Loss.BEFORE)),
    Fault("worker: answer to COMMIT lost", 4, _WORK_LINE, _lose(_work, Loss.AFTER)),
    Fault("worker: all its connections cut", 2, _WORK_LINE, _cut(_work)),
    Fault("web: one process killed", 3, _WEB, _kill_web_worker),
    Fault("web: killed whole", 1, _WEB, _kill_web),
    Fault("worker: killed", 2, _WORKER, _kill_worker),
    Fault("database: killed", 3, _SERVER, _kill_server),
    Fault("database: one of its processes killed", 3, _SERVER, _kill_backend),
    *(Fault(f"card provider's call: {harm}", 2, _CALLS, _call(harm)) for harm in Harm),
    Fault("locks crossed", 4, frozenset({Part.ROWS}), _crossed_locks),
    Fault("one form sent twice at once", 5, frozenset({Part.FORM, Part.WEB}), _pressed_twice),
    Fault("clock: back an hour", 3, frozenset({Part.CLOCK}), _hour_back),
    Fault("clock: over the change of hour", 8, frozenset({Part.CLOCK}), _change_of_hour, in_the_night=True),
)
#: No more faults than this are struck at once, and they are chosen among the next so many.
AT_ONCE, LOOKS_AHEAD = 4, 12


def drawn(seed: int, number: int, *, in_the_night: bool) -> Fault:
    """The fault of this number under this seed."""
    possible = [each for each in FAULTS if in_the_night or not each.in_the_night]
    return Random(f"{seed} fault {number}").choices(possible, [each.weight for each in possible])[0]


def blows(seed: int, ops: int, *, night: int) -> Iterator[list[tuple[int, Fault]]]:
    """The faults with their numbers, put together in blows: those that have nothing in common, none left out.

    A blow begins with the first that waits, and looks for others among the next few; none crosses the end of the night.
    """
    for first, last in ((1, night), (night + 1, ops)):
        numbers = range(first, last + 1)
        waiting = [(each, drawn(seed, each, in_the_night=each <= night)) for each in numbers]
        while waiting:
            found = [waiting.pop(0)]
            for each in waiting[:LOOKS_AHEAD]:
                if len(found) < AT_ONCE and not any(each[1].hurts & other.hurts for _, other in found):
                    found.append(each)
                    waiting.remove(each)
            yield found


def given(blows: Sequence[str], ops: int) -> Iterator[list[tuple[int, Fault]]]:
    """The blows that are given in words, one after the other and again: each a kind, or several with ` + ` between."""
    known = {each.name: each for each in FAULTS}
    wanted = [[known[name] for name in each.split(" + ")] for each in blows]
    number = 1
    for faults in cycle(wanted):
        yield list(enumerate(faults, number))
        number += len(faults)
        if number > ops:
            return
