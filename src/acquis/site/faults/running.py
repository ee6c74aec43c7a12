"""One run: hurt, let it recover, verify everything, count; and stop at the first thing that is not as it must be.

Faults that have nothing in common are struck at once, up to four: one blow. Everything is verified after each blow.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from django.db import Error, connection

from acquis.journal import demo_clock
from acquis.journal.actions import move_clock
from acquis.kit import clock
from acquis.kit.actor import system
from acquis.kit.clock import day_of, start_of
from acquis.site.invariants import verify
from acquis.site.postgres.server import EmbeddedServer

from . import country
from .kinds import Fault, Part, blows, given
from .lives import Lives
from .scene import NotRecovered, Scene, free_port
from .told import Told

Say = Callable[[str], None]
#: Lives at once outside.
MANY = 3
#: For the first sixth of a run the clock stays in the night in which it is changed; then days pass.
NIGHT = 6
#: A day begins at work.
MORNING = timedelta(hours=9)
#: A payment that nobody told us of is asked about when its time is over, and for three days after.
AFTERWARDS = timedelta(days=4)
MOST_SECONDS_TO_SETTLE = 300.0


@dataclass
class Struck:
    """The faults of one kind that met what they were to meet, and the seconds it took to come back from each."""

    count: int = 0
    missed: int = 0
    seconds: list[float] = field(default_factory=list)


@dataclass
class Outcome:
    """What a run has seen."""

    by_kind: dict[str, Struck] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    #: Where it was found: the number of the fault and its kind.
    at: str = ""
    verified: int = 0
    blows: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    seconds: float = 0.0

    @property
    def faults(self) -> int:
        return sum(each.count for each in self.by_kind.values())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is to strike: so many faults, or as many as come within so many seconds; some blows only, in order."""

    seed: int
    ops: int
    within: float = 0.0
    only: tuple[str, ...] = ()

    @property
    def night(self) -> int:
        """Until this fault the clock stays in the night in which it is changed."""
        return self.ops // NIGHT


def run(server: EmbeddedServer, logs: Path, wanted: Wanted, *, say: Say) -> Outcome:
    """Strike what is wanted; the server must be empty."""
    say("Filling a small country.")
    filled = country.fill(wanted.seed)
    scene = Scene(server, logs, free_port())
    told = Told()
    lives = Lives(scene.url, filled, told, seed=wanted.seed)
    outcome = Outcome()
    lives.today = day_of(clock.now())
    try:
        scene.start()
        say(f"The site lives on {scene.url}.")
        lives.begin(MANY)
        _warm_up(told)
        _strike_all(scene, lives, outcome, wanted, say)
        lives.end()
        if not outcome.found:
            say("Letting everything that is under way come to its end.")
            _settle(scene, lives, outcome)
    except NotRecovered as error:
        outcome.found, outcome.at = [str(error)], outcome.at or "while it recovered"
    finally:
        lives.end()
        outcome.acknowledged, outcome.unanswered = told.acknowledged, lives.unanswered
        scene.stop()
        connection.close()
    return outcome


def _strike_all(scene: Scene, lives: Lives, outcome: Outcome, wanted: Wanted, say: Say) -> None:
    began = time.monotonic()
    drawn = given(wanted.only, wanted.ops) if wanted.only else blows(wanted.seed, wanted.ops, night=wanted.night)
    for faults in drawn:
        _strike(faults, scene, lives, outcome, seed=wanted.seed, say=say)
        outcome.blows += 1
        outcome.seconds = time.monotonic() - began
        if outcome.found or (wanted.within and outcome.seconds > wanted.within):
            return
        if faults[0][0] > wanted.night and outcome.blows % 2 == 0:
            _next_day(scene, lives, Random(f"{wanted.seed} day {faults[0][0]}"))


def _warm_up(told: Told) -> None:
    """Nothing is hurt before there is something under way: a payment taken, or a minute gone by."""
    until = time.monotonic() + 60
    while not told.payments and time.monotonic() < until:
        time.sleep(0.1)


class _Blow(threading.Thread):
    """One fault, struck while others are."""

    def __init__(self, fault: Fault, scene: Scene, lives: Lives, random: Random) -> None:
        super().__init__(name=fault.name, daemon=True)
        self.fault = fault
        self._given = scene, lives, random
        self.met, self.took = False, 0.0
        self.failed = ""

    def run(self) -> None:
        began = time.monotonic()
        try:
            self.met = self.fault.strike(*self._given)
        except Exception as error:
            self.failed = f" (could not be struck: {type(error).__name__}: {error})"
        finally:
            self.took = time.monotonic() - began
            connection.close()


def _strike(
    faults: list[tuple[int, Fault]], scene: Scene, lives: Lives, outcome: Outcome, *, seed: int, say: Say
) -> None:
    """Strike at once; what was killed is started again meanwhile, as it is where a supervisor watches."""
    outcome.at = "; ".join(f"fault {number}, {fault.name}" for number, fault in faults)
    struck = [(number, _Blow(fault, scene, lives, Random(f"{seed} chance {number}"))) for number, fault in faults]
    for _, each in struck:
        each.start()
    while any(each.is_alive() for _, each in struck):
        scene.revive()
        time.sleep(0.02)
    seconds = scene.recovered(worker=any(Part.WORKER in fault.hurts for _, fault in faults))
    outcome.found = _verified(lives)
    outcome.verified += 1
    for number, each in struck:
        kind = outcome.by_kind.setdefault(each.fault.name, Struck())
        if each.met:
            kind.count += 1
            kind.seconds.append(seconds)
        else:
            kind.missed += 1
        mark = "✗" if outcome.found else "✓" if each.met else "·"
        took = f"(struck {each.took:.1f} s, back {seconds:.1f} s)"
        say(f"{number:>4} {mark} {each.fault.name} {took}{each.failed}")
    for sentence in outcome.found:
        say(f"     seed {seed}, {outcome.at}: {sentence}")


def _verified(lives: Lives) -> list[str]:
    """What is not as it must be: what people saw, what was acknowledged, then every invariant."""
    found = [f"somebody saw: {each}" for each in lives.astonished]
    try:
        found += lives.told.against()
    except Error as error:
        found.append(f"what was acknowledged could not be compared: {type(error).__name__}: {error}")
        connection.close()
    for name, findings in verify().items():
        found += [f"{name}: {each}" for each in findings]
    return found


def _next_day(scene: Scene, lives: Lives, random: Random) -> None:
    """Days pass: what waited for them becomes due, and is done."""
    to = start_of(day_of(clock.now()) + timedelta(days=random.randint(1, 4))) + MORNING
    move_clock(to=to, by=system("faults"), at=clock.now())
    lives.today = day_of(clock.now())
    # An act begun yesterday ends today, by a clock that every process has read again.
    time.sleep(demo_clock.KNOWN_FOR)
    lives.move_on()
    scene.catch_up()


def _settle(scene: Scene, lives: Lives, outcome: Outcome) -> None:
    """Nothing more is hurt: all that is under way comes to its end, and then every cent is where it belongs."""
    outcome.at = "when all had come to its end"
    scene.hooks.release()
    scene.recovered(worker=True)
    move_clock(to=clock.now() + AFTERWARDS, by=system("faults"), at=clock.now())
    until = time.monotonic() + MOST_SECONDS_TO_SETTLE
    quiet = 0
    while quiet < 3 and time.monotonic() < until:
        scene.revive()
        time.sleep(0.5)
        quiet = quiet + 1 if scene.waiting() == 0 else 0
    outcome.found = _verified(lives) + lives.told.in_the_end()
    if quiet < 3:
        outcome.found.append(f"{scene.waiting()} jobs are still waiting or being done")
    outcome.verified += 1
