"""Those who live on while the site is hurt: holders who buy, bodies who declare, agents who pay; each by forms alone.

What they were answered they write down (`told`); what they were not answered they go and look at, as people do.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from acquis.enrolments.types import Act
from acquis.outside.payments_standin.cards import CARDS

from .country import APPROVES, PREPARES, Country, Place
from .told import Told
from .visitor import Page, Unanswered, Visitor

GOOD_CARD, *BAD_CARDS = CARDS
#: The forms of a body's page that carry a purchase on, and what is typed over what they propose.
DECLARED: tuple[tuple[str, Act, dict[str, str]], ...] = (
    ("/accepter", Act.ACCEPT, {}),
    ("/entree", Act.DECLARE_ENTRY, {}),
    ("/sortie", Act.DECLARE_EXIT, {"reason": "completed"}),
    ("/service", Act.DECLARE_SERVICE, {}),
)
#: No more purchases than this are under way at once, and no new one is begun while so many can be carried on.
AT_ONCE, ENOUGH_TO_DO = 120, 12


@dataclass
class Purchase:
    """Something somebody set out to buy; whoever carries it on holds its lock."""

    holder: str
    place: Place
    id: UUID | None = None
    #: Nothing can be done before this day.
    idle_until: date | None = None
    over: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def at_holder(self) -> str:
        return f"/mes-inscriptions/{self.id}"

    @property
    def at_body(self) -> str:
        return f"/organisme/inscriptions/{self.id}"


class Lives:
    """Everybody outside. `begin` lets them live in threads until `end`."""

    def __init__(self, site: str, country: Country, told: Told, *, seed: int) -> None:
        self._site, self.country, self.told = site, country, told
        self._seed = seed
        self.purchases: list[Purchase] = []
        self._known: set[UUID] = set()
        self._visitors: dict[str, Visitor] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        #: How often each has begun something.
        self._rounds: dict[int, int] = {}
        self.today = date.min
        self.unanswered = 0
        #: What no one foresaw: a page that is not what it should be. It ends the run.
        self.astonished: list[str] = []

    def begin(self, many: int) -> None:
        for number in range(many):
            thread = threading.Thread(target=self._live, args=(number,), name=f"life {number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def move_on(self) -> None:
        """Wait until everybody has ended what they are at."""
        begun = dict(self._rounds)
        for number, rounds in begun.items():
            while self._rounds[number] == rounds and self._threads[number].is_alive():
                time.sleep(0.02)

    def visitor(self, persona: str) -> Visitor:
        """The browser of this persona; several threads use it as one uses several tabs."""
        with self._lock:
            return self._visitors.setdefault(persona, Visitor(self._site, persona))

    def _live(self, number: int) -> None:
        random = Random(f"{self._seed} life {number}")
        rounds = 0
        while not self._stop.is_set():
            rounds += 1
            self._rounds[number] = rounds
            try:
                if number == 0 and rounds % 12 == 0:
                    self.pay_bodies()
                elif not self.carry_on(random):
                    self._stop.wait(0.05)
            except Unanswered:
                with self._lock:
                    self.unanswered += 1
                self._stop.wait(0.05)
            except Exception as error:
                self.astonished.append(f"{type(error).__name__}: {error}")
                self._stop.wait(0.2)

    # ------------------------------------------------------------------ buying

    def carry_on(self, random: Random) -> bool:
        """One step of one purchase; whether there was one to make."""
        chosen = self._choose(random)
        if chosen is None:
            return False
        try:
            self.step(chosen, random)
        finally:
            chosen.lock.release()
        return True

    def _choose(self, random: Random) -> Purchase | None:
        """A purchase on which something can be done, held for us."""
        with self._lock:
            live = [each for each in self.purchases if not each.over]
            ready = [each for each in live if each.idle_until is None or each.idle_until <= self.today]
            random.shuffle(ready)
            if len(live) < AT_ONCE and (not ready or (len(ready) < ENOUGH_TO_DO and random.random() < 0.4)):
                wanted = Purchase(random.choice(list(self.country.accounts)), random.choice(self.country.places))
                same = [each for each in live if (each.holder, each.place) == (wanted.holder, wanted.place)]
                if not same:
                    self.purchases.append(wanted)
                    ready.insert(0, wanted)
            return next((each for each in ready if each.lock.acquire(blocking=False)), None)

    def step(self, purchase: Purchase, random: Random) -> None:
        """The next thing that somebody does about it."""
        if purchase.id is None:
            self._ask(purchase)
            return
        if self._declare(purchase):
            return
        holder = self.visitor(purchase.holder)
        page = holder.page(purchase.at_holder)
        if page.link(purchase.at_holder, "/confirmer"):
            self._confirm(purchase, random)
        elif going := page.link("/paiement/"):
            self._pay(purchase, holder.page(going), random)
        elif (form := page.form("/se-retracter")) is not None and random.random() < 0.1:
            self._end(purchase, holder, page, form, Act.WITHDRAW)
        elif (form := page.form("/annuler")) is not None and random.random() < 0.05:
            self._end(purchase, holder, page, form, Act.CANCEL_AS_HOLDER)
        else:
            self._nothing_now(purchase)

    def _ask(self, purchase: Purchase) -> None:
        holder, address = self.visitor(purchase.holder), f"/acheter/{purchase.place.session_id}"
        page = holder.page(address)
        form = next(iter(page.forms()), None)
        if form is None:
            purchase.over = True
            return
        starts = form.xpath(".//input[@name='starts_on']/@min")
        self.told.intends(self.country.accounts[purchase.holder], purchase.place.session_id)
        try:
            answer = holder.submit(page, form, {"starts_on": starts[0]} if starts else {})
        except Unanswered:
            self._find(purchase, holder)
            raise
        if answer.sent_to.startswith("/mes-inscriptions/"):
            self._is(purchase, UUID(answer.sent_to.rpartition("/")[2]), told=True)
        else:
            # Refused: it may be there since a request that was not answered.
            self._find(purchase, holder)
            purchase.over = purchase.id is None

    def _find(self, purchase: Purchase, holder: Visitor) -> None:
        """Look whether what was not answered was done all the same."""
        for address in holder.page("/mes-inscriptions").links("/mes-inscriptions/"):
            found = _id_in(address)
            if found is not None and found not in self._known:
                self._is(purchase, found, told=False)
                return

    def _is(self, purchase: Purchase, enrolment_id: UUID, *, told: bool) -> None:
        with self._lock:
            self._known.add(enrolment_id)
        purchase.id = enrolment_id
        if told:
            self.told.step(enrolment_id, Act.REQUEST)

    def _declare(self, purchase: Purchase) -> bool:
        """What the body has to say about it; whether it said something."""
        agent = self.visitor(purchase.place.agent)
        page = agent.page(purchase.at_body)
        for ending, act, values in DECLARED:
            form = page.form(ending)
            if form is None:
                continue
            days = form.xpath(".//input[@type='date']/@value")
            if days and date.fromisoformat(days[0]) > self.today:
                purchase.idle_until = date.fromisoformat(days[0])
                return True
            self.declared(purchase, act, agent.submit(page, form, values))
            return True
        return False

    def declared(self, purchase: Purchase, act: Act, answer: Page) -> None:
        """What a body's form was answered."""
        assert purchase.id is not None
        if answer.sent_to == purchase.at_body:
            self.told.step(purchase.id, act)
            purchase.over = act is Act.DECLARE_SERVICE

    def _confirm(self, purchase: Purchase, random: Random) -> None:
        holder, address = self.visitor(purchase.holder), f"{purchase.at_holder}/confirmer"
        page = holder.page(address)
        if (prove := page.form("/identite")) is not None:
            page = holder.identify(holder.submit(page, prove))
        form = page.form("/confirmer")
        if form is None:
            self._nothing_now(purchase)
            return
        answer = holder.submit(page, form)
        assert purchase.id is not None
        if answer.sent_to == purchase.at_holder:
            self.told.step(purchase.id, Act.CONFIRM)
        elif answer.sent_to.startswith("/paiement/"):
            self.told.step(purchase.id, Act.CONFIRM_AND_PAY)
            self._pay(purchase, answer, random)

    def _pay(self, purchase: Purchase, page: Page, random: Random) -> None:
        """On the card provider's pages; most cards are good, and some people leave the page open."""
        holder = self.visitor(purchase.holder)
        form = next((each for each in page.forms() if (each.get("action") or "").startswith("/paiement/")), None)
        if form is None or random.random() < 0.08:
            self._nothing_now(purchase)
            return
        card = random.choice(BAD_CARDS) if random.random() < 0.15 else GOOD_CARD
        page = holder.submit(page, form)
        # One that ended before, refused perhaps without an answer, sends its payer back at once: nothing is paid then.
        paying = page.path.startswith("/demo/cards/pay/")
        if paying:
            page = holder.submit(page, page.forms()[0], {"number": card.number, "expiry": "09/39", "code": "123"})
            if page.path.endswith("/bank"):
                page = holder.submit(page, page.forms()[0], {"decision": "confirm"})
        if paying and not card.outcome:
            # The provider sends a payer back with the payment it has concluded.
            for payment in parse_qs(page.query).get("payment", []):
                self.told.payment(payment)
        again = next((each for each in page.forms() if (each.get("action") or "").startswith("/paiement/")), None)
        if again is not None and random.random() < 0.3:
            holder.submit(page, again)

    def _end(self, purchase: Purchase, holder: Visitor, page: Page, form: Any, act: Act) -> None:
        answer = holder.submit(page, form)
        assert purchase.id is not None
        if answer.sent_to == purchase.at_holder:
            self.told.step(purchase.id, act)
            purchase.over = True

    def _nothing_now(self, purchase: Purchase) -> None:
        """Look again tomorrow."""
        purchase.idle_until = date.fromordinal(self.today.toordinal() + 1)

    # ------------------------------------------------------------------ paying bodies

    def pay_bodies(self) -> None:
        """Prepare what is due, approve it, give the bank its file, and hear that it was executed."""
        finance, approver = self.visitor(PREPARES), self.visitor(APPROVES)
        home = finance.page("/agents/paiements")
        prepare = [each for each in home.forms() if (each.get("action") or "").endswith("/preparer")]
        if prepare:
            finance.submit(home, prepare[-1])
        for address in dict.fromkeys(home.links("/agents/paiements/")):
            batch_id = _id_in(address)
            if batch_id is None or batch_id in self.told.batches_paid:
                continue
            page = approver.page(f"/agents/paiements/{batch_id}")
            if (form := page.form("/approuver")) is not None:
                page = approver.submit(page, form)
            if page.link(f"/agents/paiements/{batch_id}", "/fichier"):
                self.told.ordered(batch_id, approver.page(f"/agents/paiements/{batch_id}/fichier").content)
            page = finance.page(f"/agents/paiements/{batch_id}")
            if (form := page.form("/banque-de-papier")) is not None:
                answer = finance.submit(page, form)
                if answer.sent_to.startswith("/agents/banque/"):
                    self.told.paid(batch_id)
            elif (form := page.form("/paye")) is None and page.form("/approuver") is None and page.status == 200:
                # Paid before we were told: nothing is left to do about it.
                self.told.batches_paid.add(batch_id)


def _id_in(address: str) -> UUID | None:
    try:
        return UUID(address.rpartition("/")[2].partition("?")[0])
    except ValueError:
        return None


def same_form_twice(visitor: Visitor, page: Page, form: Any, values: dict[str, str]) -> list[Page]:
    """Somebody presses twice: the same form leaves twice at once; the answers that came."""
    answers: list[Page] = []

    def send() -> None:
        try:
            answers.append(visitor.submit(page, form, values))
        except Unanswered:
            return

    pressing: list[Callable[[], None]] = [send, send]
    threads = [threading.Thread(target=each) for each in pressing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers
