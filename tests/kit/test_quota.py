"""Who is counted as one in a quota: the visitor, not the proxy before us, and nobody by what they say of themselves."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import RequestFactory

from acquis.kit import quota


@pytest.mark.parametrize(
    ("behind_proxy", "sent", "counted"),
    [
        (False, "", "10.0.0.1"),
        (False, "203.0.113.7", "10.0.0.1"),
        (True, "", "10.0.0.1"),
        (True, "203.0.113.7", "203.0.113.7"),
        (True, "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (True, "::ffff:203.0.113.7", "203.0.113.7"),
        (True, "unknown", "unknown"),
    ],
)
def test_a_visitor_is_counted_by_the_address_that_our_own_proxy_saw(
    behind_proxy: bool, sent: str, counted: str, settings: Any
) -> None:
    settings.ACQUIS = django_settings.ACQUIS.model_copy(update={"behind_proxy": behind_proxy})
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=sent)
    assert quota.address_of(request) == counted
