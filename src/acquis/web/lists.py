"""What every list page needs: which page is asked, and the address of another one with the same criteria."""

from __future__ import annotations

from collections.abc import Callable

from acquis.web.session import Request


def page_number(request: Request) -> int:
    """The page asked for, counted from 1; nonsense asks for the first."""
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def page_link(request: Request) -> Callable[[int], str]:
    """The address of page `n` of this list, its criteria kept."""

    def link(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"{request.path}?{query.urlencode()}"

    return link
