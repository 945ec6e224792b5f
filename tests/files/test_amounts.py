"""Amounts as people write them, there and back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.files.amounts import MARKS, MOST_CENTS, MOST_PEOPLE, UNITS, NotAllowed, cents, count, people, share, start

WIDE = str.maketrans("0123456789.,%$", "０１２３４５６７８９．，％＄")


@st.composite
def written(draw, least, most, decimals):
    """An amount from least to most with at most so many decimals, and one of the ways to write it."""
    number = Decimal(draw(st.integers(least * 10**decimals, most * 10**decimals))).scaleb(-decimals)
    unit = draw(st.sampled_from(["", *UNITS]))
    digits = format(number.scaleb(-UNITS.get(unit, 0)).normalize(), "f")
    whole, dot, part = digits.partition(".")
    if draw(st.booleans()):
        whole = f"{int(whole):,}"
    text = whole + dot + part + draw(st.sampled_from(["", " ", "\u3000"])) * bool(unit) + unit
    text = draw(st.sampled_from([text, text.upper(), text.translate(WIDE), f"  {text}\u00a0"]))
    return number, text


@given(written(1, MOST_PEOPLE, 0))
def test_people_there_and_back(case):
    number, text = case
    assert people(text) == number
    assert isinstance(people(text), int)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3k", 3_000),
        ("3千", 3_000),
        ("1.2万", 12_000),
        ("1.2萬", 12_000),
        ("50w", 500_000),
        ("50W", 500_000),
        ("1.5M", 1_500_000),
        ("3百万", 3_000_000),
        ("3千万", 30_000_000),
        ("2.5亿", 250_000_000),
        ("2.5億", 250_000_000),
        ("1,234,567", 1_234_567),
        ("１２，３４５", 12_345),
        (".5万", 5_000),
    ],
)
def test_units(text, number):
    assert people(text) == count(text) == number
    assert cents(text, None) == 100 * number


@given(written(0, MOST_PEOPLE, 1))
def test_counts_there_and_back(case):
    number, text = case
    assert count(text) == float(number)


@given(
    written(1, MOST_CENTS // 10**6, 2), st.sampled_from(["{}", "¥{}", "￥ {}", "{} 元", "CNY {}", "{} cny", "¥{}元"])
)
def test_sums_of_money_there_and_back(case, form):
    number, text = case
    text = form.format(text.strip())
    if len(text) <= 24:
        assert cents(text, "CNY") == int(number * 100)
    else:
        with pytest.raises(NotAllowed):
            cents(text, "CNY")


@given(st.integers(0, 10_000))
def test_shares_there_and_back(hundredths):
    percent = Decimal(hundredths).scaleb(-2)
    for text in (f"{percent}%", f"{percent} ％", f"{percent}%".translate(WIDE)):
        assert share(text) == hundredths / 10_000
    if hundredths < 10_000:
        assert share(format(percent / 100, "f")) == hundredths / 10_000
    else:
        with pytest.raises(NotAllowed):
            share("1")


@given(st.dates())
def test_dates_there_and_back(day):
    y, m, d = f"{day.year:04}", day.month, day.day
    for text in (day.isoformat(), f"{y}-{m}-{d}", f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y}年{m}月{d}"):
        assert start(text) == start(text.translate(WIDE)) == day


@pytest.mark.parametrize("text", ["day 12", "Day12", "第12天", "第 12 天", "12", "12天"])
def test_days_of_a_scenario(text):
    assert start(text) == 12


WRONG = ["", " ", "x", "+5", "-5", "−5", "1,2", "1,20", "12,00", "1,2000", "1.2.3", "1e5", "0x10", "5..", "万", "1万万"]
WRONG += [
    "1.2 万 人",
    "10万+",
    "约5万",
    "5-8万",
    "5~8",
    "1 200",
    "²",
    "1²",
    "½",
    "Ⅴ",
    "٣",
    "nan",
    "inf",
    "True",
    "=1+2",
]
WRONG += ["1_000", "3kk", "3kw", "1" * 25, "9" * 5000, "1." + "0" * 30, "1\n2"]


READ = ["people", "count", "share", "cents", "start"]


@pytest.mark.parametrize("text", WRONG)
@pytest.mark.parametrize("read", [people, count, share, lambda text: cents(text, "CNY"), start], ids=READ)
def test_what_is_no_amount(read, text):
    with pytest.raises(NotAllowed, match="as "):
        read(text)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (people, "0"),
        (people, "1.5"),
        (people, "1.00005万"),
        (people, "10000000001"),
        (people, "5%"),
        (people, "¥5"),
        (count, "101亿"),
        (share, "1"),
        (share, "3.5"),
        (share, "100.1%"),
        (share, "%5"),
        (start, "0"),
        (start, "3651"),
        (start, "2026-02-30"),
        (start, "2026-12/01"),
        (start, "12/1/2026"),
        (start, "12月1日"),
        (start, "0000-01-01"),
    ],
)
def test_out_of_range(read, text):
    with pytest.raises(NotAllowed):
        read(text)


@pytest.mark.parametrize("text", ["0", "0.001", "1.234", "1000000000001", "5 xx", "5 abcd", "5%", "abc"])
def test_no_such_sum(text):
    with pytest.raises(NotAllowed, match="a sum above 0"):
        cents(text, "CNY")


@pytest.mark.parametrize(
    ("text", "currency"),
    [("$5", "CNY"), ("5 USD", "CNY"), ("5元", "USD"), ("¥5", "USD"), ("¥5元", "JPY"), ("€5", "GBP"), ("hk$5", "USD")],
)
def test_another_currency(text, currency):
    with pytest.raises(NotAllowed, match=f"the scenario's currency, {currency}"):
        cents(text, currency)
    with pytest.raises(NotAllowed, match="which is not given"):
        cents(text, None)


def test_every_mark_is_understood_in_its_currencies():
    for mark, currencies in MARKS.items():
        for currency in currencies:
            assert cents(f"{mark} 5", currency) == cents(f"5 {mark}", currency) == cents("5", None) == 500


def test_letters_of_a_currency_are_no_unit():
    assert cents("5000 KRW", "KRW") == cents("krw5000", "KRW") == 500_000
    assert cents("5k KRW", "KRW") == 500_000


def test_dates_are_dates():
    assert start("2026/2/3") == date(2026, 2, 3)  # year, month, day
