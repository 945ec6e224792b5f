"""Amounts as people write them: ``1.2万``, ``50w``, ``3k``, ``1,200``, ``10%``, ``¥5,000``, full-width digits, dates.

Each function takes the text of a cell and gives its value, or raises :class:`NotAllowed`, whose message is what is
allowed. Amounts are exact: they are decimal numbers until the last step.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Final

UNITS: Final = {
    **{"k": 3, "千": 3, "w": 4, "万": 4, "萬": 4, "m": 6, "百万": 6, "千万": 7, "亿": 8, "億": 8},
}
"""Units behind a number, as powers of ten."""

MARKS: Final = {
    "¥": ("CNY", "JPY"),
    "元": ("CNY",),
    "rmb": ("CNY",),
    "yuan": ("CNY",),
    "人民币": ("CNY",),
    "円": ("JPY",),
    "日元": ("JPY",),
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD"),
    "us$": ("USD",),
    "美元": ("USD",),
    "美金": ("USD",),
    "hk$": ("HKD",),
    "港元": ("HKD",),
    "港币": ("HKD",),
    "nt$": ("TWD",),
    "€": ("EUR",),
    "欧元": ("EUR",),
    "£": ("GBP",),
    "英镑": ("GBP",),
}
"""What stands before or behind a sum of money, and the currencies that it may mean; three letters mean themselves."""

LONGEST: Final = 24
"""No amount is written in more characters; the decimal numbers below hold 28 digits."""
MOST_PEOPLE: Final = 10_000_000_000
MOST_CENTS: Final = 10**14
MOST_DAYS: Final = 3650

_HALF_WIDTH: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}
_UNIT = "|".join(sorted((unit for unit in UNITS if not unit.isascii()), key=len, reverse=True))
_AMOUNT = re.compile(
    r"(?P<before>[^0-9.,\s+-]*)\s*(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(?P<part>\.[0-9]+)?"
    rf"\s*(?P<unit>{_UNIT}|[kwm](?![a-z]))?\s*(?P<after>[^0-9.,\s+-]*)"
)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})日?")
_DAY = re.compile(r"(?:day\s*|第\s*)?([0-9]{1,4})\s*天?")


class NotAllowed(ValueError):
    """A text that is no such amount; the message says what is allowed."""


def half_width(text: str) -> str:
    """The text with full-width letters, digits and marks as the plain ones, without spaces around it.

    >>> half_width("\\uff11\\uff0e\\uff12万\\u3000")
    '1.2万'
    """
    return text.translate(_HALF_WIDTH).strip()


def _amount(text: str, allowed: str) -> tuple[Decimal, str, str]:
    """The number, and what stands before and behind it."""
    plain = half_width(text).casefold()
    found = _AMOUNT.fullmatch(plain) if len(plain) <= LONGEST else None
    if found is None:
        raise NotAllowed(allowed)
    number = Decimal(found["whole"].replace(",", "") + (found["part"] or ""))
    return number.scaleb(UNITS.get(found["unit"] or "", 0)), found["before"], found["after"]


def _bare(text: str, allowed: str) -> Decimal:
    number, before, after = _amount(text, allowed)
    if before or after:
        raise NotAllowed(allowed)
    return number


def people(text: str) -> int:
    """A number of people, at least one.

    >>> people("1.2万"), people("50w"), people("3k"), people("2.5亿"), people("1,200"), people("\\uff11\\uff12")
    (12000, 500000, 3000, 250000000, 1200, 12)
    """
    allowed = f"a whole number from 1 to {MOST_PEOPLE:,}, as 1200, 1,200, 3k or 1.2万"
    number = _bare(text, allowed)
    if number != number.to_integral_value() or not 1 <= number <= MOST_PEOPLE:
        raise NotAllowed(allowed)
    return int(number)


def count(text: str) -> float:
    """A number that may be 0 or a fraction, as a median of views.

    >>> count("8.5k"), count("0")
    (8500.0, 0.0)
    """
    allowed = f"a number from 0 to {MOST_PEOPLE:,}, as 1200, 1,200, 3k or 1.2万"
    number = _bare(text, allowed)
    if number > MOST_PEOPLE:
        raise NotAllowed(allowed)
    return float(number)


def share(text: str) -> float:
    """A share; without a percent sign it must be below 1, because nobody knows whether "3" is 3% or 300%.

    >>> share("10%"), share(".034"), share("100%")
    (0.1, 0.034, 1.0)
    """
    allowed = "0% to 100%, or a number below 1, as 3.5% or 0.035"
    number, before, after = _amount(text, allowed)
    if before or after not in ("", "%") or (number > 100 if after else number >= 1):
        raise NotAllowed(allowed)
    return float(number / 100 if after else number)


def cents(text: str, currency: str | None) -> int:
    """A sum of money above 0, in cents; a mark of a currency must be one of ``currency``.

    >>> cents("1.2万", "CNY"), cents("¥5,000", "CNY"), cents("80.50 CNY", "CNY")
    (1200000, 500000, 8050)
    """
    most = MOST_CENTS // 100
    allowed = f"a sum above 0 and up to {most:,} with at most two decimals, as 5000, 1.2万 or ¥800; empty if unknown"
    number, before, after = _amount(text, allowed)
    for mark in filter(None, (before, after)):
        known = _meant(mark)
        if not known:
            raise NotAllowed(allowed)
        if currency is None:
            raise NotAllowed("a sum without a mark, or one in the scenario's currency, which is not given")
        if currency not in known:
            raise NotAllowed(f"a sum in the scenario's currency, {currency}")
    number = number.scaleb(2)
    if number != number.to_integral_value() or not 0 < number <= MOST_CENTS:
        raise NotAllowed(allowed)
    return int(number)


def _meant(mark: str) -> tuple[str, ...]:
    """The currencies that a word or mark may mean, none if it is not known; three letters mean themselves."""
    return MARKS.get(mark) or ((mark.upper(),) if re.fullmatch("[a-z]{3}", mark) else ())


def in_currency(text: str, currency: str | None) -> str:
    """The scenario's currency, where a cell names it by any of its words.

    >>> in_currency("人民币", "CNY"), in_currency("\uffe5", "CNY"), in_currency("usd", "USD")
    ('CNY', 'CNY', 'USD')
    """
    if currency is None:
        raise NotAllowed("the scenario's currency, which is not given")
    if currency not in _meant(half_width(text).casefold()):
        raise NotAllowed(f"the scenario's currency, {currency}, in which its quotes are read")
    return currency


def start(text: str) -> int | date:
    """From when on somebody is free: a date, or a day of the scenario (from 1).

    >>> start("2026-12-01"), start("2026年12月1日"), start("day 3"), start("第3天")
    (datetime.date(2026, 12, 1), datetime.date(2026, 12, 1), 3, 3)
    """
    allowed = f"a date as 2026-12-01 or 2026年12月1日, or a day of the scenario as day 3 or 第3天 (1 to {MOST_DAYS})"
    plain = half_width(text).casefold()
    day = _DAY.fullmatch(plain)
    if day is not None and 1 <= int(day[1]) <= MOST_DAYS:
        return int(day[1])
    found = _DATE.fullmatch(plain)
    if found is None:
        raise NotAllowed(allowed)
    try:
        return date(int(found[1]), int(next(filter(None, found.groups()[1:5]))), int(found[6]))
    except ValueError:
        raise NotAllowed(allowed) from None
