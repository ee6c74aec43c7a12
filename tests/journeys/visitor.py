"""Somebody with a browser: what they press, type and read, by mouse or by keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError

from acquis.outside.identity_standin import personas
from acquis.outside.payments_standin.cards import CARDS

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

GOOD_CARD, REFUSED_CARD, FAILING_CARD, EMPTY_CARD, CLOSING_CARD = CARDS
#: Farther than any control of any page of ours from the top of the page.
MOST_TABS = 150


def plain(text: str) -> str:
    """Words on one line, with plain spaces."""
    return re.sub(r"[\s\u00a0\u202f\u2060]+", " ", text).strip()


class Visitor:
    """Somebody with a mouse."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site

    # ------------------------------------------------------------------ going and reading

    def go(self, path: str) -> int:
        """Type an address; the answer's status."""
        answer = self.page.goto(self.site + path)
        assert answer is not None
        return answer.status

    def arrives(self, path: str) -> None:
        """Wait for the page whose path begins so, once it is whole."""
        self.page.wait_for_url(lambda url: urlsplit(url).path.startswith(path))

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def title(self) -> str:
        return plain(self.page.locator("h1").inner_text())

    @property
    def words(self) -> str:
        """What is written in the main part of the page."""
        return plain(self.page.locator("main").inner_text())

    def reads(self, *texts: str) -> None:
        """Assert that each of these is written in the page, or comes to be in a moment; the page is whole by then.

        A text may be there before the scripts of its page have run, and what comes next may depend on them.
        """
        for text in texts:
            try:
                self.page.wait_for_function(
                    r"text => (document.querySelector('main')?.innerText ?? '')"
                    r".replace(/[\s\u2060]+/g, ' ').includes(text)",
                    arg=text,
                )
            except PlaywrightError as error:
                raise AssertionError(f"« {text} » is not on {self.path}:\n{self.words}") from error
        self.page.wait_for_load_state()

    def does_not_read(self, *texts: str) -> None:
        words = self.words
        for text in texts:
            assert text not in words, f"« {text} » is on {self.path}:\n{words}"

    def figures(self, caption: str) -> dict[str, str]:
        """A table of figures: what each row is about, and its last cell."""
        rows = self.page.get_by_role("table", name=caption).locator("tr:has(td)")
        return {
            plain(row.locator("th").first.inner_text()): plain(row.locator("td").last.inner_text())
            for row in rows.all()
        }

    def rows(self, caption: str) -> list[list[str]]:
        """Every cell of a table's body."""
        rows = self.page.get_by_role("table", name=caption).locator("tbody tr")
        return [[plain(cell) for cell in row.locator("th, td").all_inner_texts()] for row in rows.all()]

    # ------------------------------------------------------------------ acting

    def press(self, name: str, role: Any = "button") -> None:
        """Press a button (or follow a link, open a disclosure) by its name."""
        self._activate(self._named(name, role), role)

    def follow(self, name: str) -> None:
        self.press(name, "link")

    def open(self, summary: str) -> None:
        """Open a disclosure."""
        self._activate(self.page.locator("summary").filter(has_text=summary), "summary")

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=False).fill(text)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label).select_option(label=option)

    def _named(self, name: str, role: Any) -> Locator:
        return self.page.get_by_role(role, name=re.compile(re.sub(r"\s", r"\\s", re.escape(name).replace(r"\ ", " "))))

    def _activate(self, control: Locator, role: str) -> None:
        # What a script or a font of the page still moves could be missed.
        self.page.wait_for_load_state()
        control.click()

    # ------------------------------------------------------------------ ways taken often

    def choose_persona(self, key: str) -> None:
        """On the identity provider's page: continue as this persona."""
        who = next(each for each in personas.PERSONAS if each.key == key)
        self.press(f"Choisir {who.display}")

    def sign_in(self, key: str, *, path: str = "") -> None:
        """Sign in as a persona, from a page that asks for it or from the sign-in page."""
        self.go(path or "/connexion")
        self.identify(key)

    def identify(self, key: str) -> None:
        """From the sign-in page: press the right button, be this persona, come back."""
        holder = any(each.key == key for each in personas.HOLDERS)
        self.press("S’identifier avec FranceConnect+" if holder else "S’identifier avec ProConnect")
        self.choose_persona(key)

    def pay(self, card: Any = GOOD_CARD, *, decision: str = "Confirmer le paiement") -> None:
        """On the card page: type a test card, and answer the bank's check if it asks."""
        self.type("Numéro de carte", card.number)
        self.type("Date de fin", "09/39")
        self.type("Code au dos", "123")
        self.press("Payer")
        if card.asks_bank:
            self.press(decision)


class Keyboard(Visitor):
    """Somebody without a mouse: everything is reached with the tabulation key, and seen to be reached."""

    def _activate(self, control: Locator, role: str) -> None:
        self._reach(control)
        self.page.keyboard.press("Enter" if role in ("link", "summary") else "Space")
        self.page.wait_for_load_state()

    def type(self, label: str, text: str) -> None:
        self._reach(self.page.get_by_label(label, exact=False))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        self._reach(self.page.get_by_label(label))
        self.page.keyboard.type(option[:6])

    def _reach(self, control: Locator) -> None:
        control.wait_for(state="attached")
        wanted = control.element_handle()
        for _ in range(MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                self._is_seen(control)
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{control} cannot be reached by keyboard on {self.path}: the focus is trapped elsewhere")

    def _is_seen(self, control: Locator) -> None:
        """The focus shows: an outline or a shadow that the control does not have otherwise, inside the window."""
        seen = control.evaluate(
            """element => {
                const style = getComputedStyle(element), box = element.getBoundingClientRect()
                return {
                    ring: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
                        || style.boxShadow !== 'none',
                    inside: box.bottom > 0 && box.top < innerHeight,
                }
            }"""
        )
        assert seen["ring"], f"the focus does not show on {control} ({self.path})"
        assert seen["inside"], f"{control} has the focus out of sight ({self.path})"
