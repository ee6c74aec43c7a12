"""The stand-in's API: create, read and refund a payment, under a bearer secret and keys that make repeats harmless."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from acquis.kit import clock
from acquis.outside.payments import api_secret

from . import jobs, reports
from .models import DemoPayment, DemoRefund
from .payments import told


class _Wrong(Exception):
    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code


@csrf_exempt
@require_POST
def create(request: HttpRequest) -> JsonResponse:
    try:
        key, body = _key(request), _body(request)
        amount, return_url = _amount(body), str(body.get("return_url", ""))
        if body.get("currency") != "EUR" or not return_url.startswith(("http://", "https://")):
            raise _Wrong(422, "invalid")
        asked = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        with transaction.atomic():
            payment, is_new = DemoPayment.objects.get_or_create(
                key=key,
                defaults={
                    "asked": asked,
                    "reference": str(body.get("reference", "")),
                    "amount_cents": amount,
                    "return_url": return_url,
                    "created_at": clock.now(),
                },
            )
        if payment.asked != asked:
            raise _Wrong(409, "key_reused")
    except _Wrong as wrong:
        return JsonResponse({"code": wrong.code}, status=wrong.status)
    return JsonResponse(told(payment), status=201 if is_new else 200)


@require_GET
def show(request: HttpRequest, payment_id: str) -> JsonResponse:
    try:
        return JsonResponse(told(_payment(request, payment_id)))
    except _Wrong as wrong:
        return JsonResponse({"code": wrong.code}, status=wrong.status)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def refunds(request: HttpRequest, payment_id: str) -> JsonResponse:
    """What was given back of a payment, or one more part of it."""
    return _listed(request, payment_id) if request.method == "GET" else _refund(request, payment_id)


def _listed(request: HttpRequest, payment_id: str) -> JsonResponse:
    try:
        made = _payment(request, payment_id).refunds.order_by("created_at", "id")
    except _Wrong as wrong:
        return JsonResponse({"code": wrong.code}, status=wrong.status)
    return JsonResponse({"refunds": [each.told() for each in made]})


def _payment(request: HttpRequest, payment_id: str) -> DemoPayment:
    _authorise(request)
    payment = DemoPayment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise _Wrong(404, "unknown")
    return payment


def _refund(request: HttpRequest, payment_id: str) -> JsonResponse:
    try:
        key, amount = _key(request), _amount(_body(request))
        with transaction.atomic():
            payment = DemoPayment.objects.select_for_update().filter(pk=payment_id).first()
            if payment is None:
                raise _Wrong(404, "unknown")
            made = DemoRefund.objects.filter(key=key).first()
            is_new = made is None
            if made is None:
                left = payment.amount_cents - sum(one.amount_cents for one in payment.refunds.exclude(state="failed"))
                if payment.state != "succeeded" or amount > left:
                    raise _Wrong(412, "not_that_much_left")
                state = "pending" if payment.closes else "succeeded"
                made = DemoRefund.objects.create(
                    payment=payment, key=key, amount_cents=amount, state=state, created_at=clock.now()
                )
                if payment.closes:
                    jobs.fail_refund.defer(refund_id=made.id)
            elif (made.payment_id, made.amount_cents) != (payment.id, amount):
                raise _Wrong(409, "key_reused")
    except _Wrong as wrong:
        return JsonResponse({"code": wrong.code}, status=wrong.status)
    return JsonResponse(made.told(), status=201 if is_new else 200)


@require_GET
def show_refund(request: HttpRequest, refund_id: str) -> JsonResponse:
    try:
        _authorise(request)
        made = DemoRefund.objects.filter(pk=refund_id).first()
        if made is None:
            raise _Wrong(404, "unknown")
    except _Wrong as wrong:
        return JsonResponse({"code": wrong.code}, status=wrong.status)
    return JsonResponse(made.told())


@require_GET
def report(request: HttpRequest, day: str) -> HttpResponse:
    """The day's report, as `outside.card_reports` reads it."""
    try:
        _authorise(request)
        on = date.fromisoformat(day)
    except _Wrong as wrong:
        return JsonResponse({"code": wrong.code}, status=wrong.status)
    except ValueError:
        return JsonResponse({"code": "day"}, status=422)
    return HttpResponse(reports.report(on), content_type="text/csv; charset=utf-8")


def _authorise(request: HttpRequest) -> None:
    expected = f"Bearer {api_secret()}".encode()
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected):
        raise _Wrong(401, "unauthorised")


def _key(request: HttpRequest) -> str:
    _authorise(request)
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= 255:
        raise _Wrong(422, "key_missing")
    return key


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise _Wrong(400, "malformed") from error
    if not isinstance(body, dict):
        raise _Wrong(400, "malformed")
    return body


def _amount(body: dict[str, Any]) -> int:
    value = body.get("amount_cents")
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise _Wrong(422, "invalid")
    return value
