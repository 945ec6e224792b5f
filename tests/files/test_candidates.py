"""A marketer's table of KOLs: read whole, or refused whole with every bad row named."""

import csv
import gzip
import io
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.files import ReadError
from sim.files.candidate_words import COLUMNS, NEEDED, PLATFORMS, column_of
from sim.files.candidates import MAXIMUM_BYTES, MAXIMUM_ROWS, MOST_FAULTS, BadRows, KolRow, read_candidates

CHINESE = (
    "昵称,平台,粉丝数,类目,图文报价,视频报价,阅读中位数,互动率,档期\n"
    '小鹿的厨房,小红书,1.2万,美食,800,"1,200",8.5k,10%,2026-12-01\n'
    "阿强数码,抖音,50w,数码,-,¥1.5万,,3.5％,第3天\n"
    "３Ｃ研究所,抖音,２,,,,,,\n"
)
ENGLISH = (
    "Name;Platform;Followers;Topic;Quote image;Quote_Video;median-views;ENGAGEMENT_RATE;available from\r\n"
    "小鹿的厨房;xiaohongshu;12,000;美食;800.00 CNY;1.2k;8500;.1;2026/12/1\r\n"
    "@阿强数码;Douyin;500k;数码;n/a;15000;-;0.035;day 3\r\n"
    "３Ｃ研究所;douyin;2;/;无;;—;;\r\n"
)
ROWS = (
    KolRow("小鹿的厨房", 12_000, "xiaohongshu", "美食", 80_000, 120_000, 8500.0, 0.1, date(2026, 12, 1)),
    KolRow("阿强数码", 500_000, "douyin", "数码", None, 1_500_000, None, 0.035, 3),
    KolRow("３Ｃ研究所", 2, "douyin"),
)


@pytest.mark.parametrize("text", [CHINESE, ENGLISH, CHINESE.replace("\n", "\r"), "\n\n" + CHINESE + ",,,,,,,,\n \n"])
@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030")], ids=str
)
def test_forms_of_the_same_table(write, text, encoding, told):
    table = read_candidates(write("kols.csv", text.encode(encoding)), currency="CNY")
    assert table.rows == ROWS
    assert table.encoding == told
    assert table.unknown == ()
    assert len(table.sha256) == 64


def test_where_a_row_stands(write):
    text = 'name,followers,备注\nann,1,"two\nlines"\n\nbob,2,\n'
    table = read_candidates(write("kols.csv", text))
    assert [(row.name, row.line) for row in table.rows] == [("ann", 2), ("bob", 5)]
    assert table.unknown == ("备注",)


def test_a_packed_file_is_read(write):
    assert read_candidates(write("kols.csv.gz", CHINESE), currency="CNY").rows == ROWS


# -- encodings


LINE = "name,followers\n%s,5\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-16"),
        (CHINESE, "utf-16-le"),
        (LINE % "小鹿", "utf-16-be"),
        (LINE % "ann", "utf-16-le"),
        (LINE % "名前さくらの料理", "shift-jis"),
        (LINE % "張學友的美食日記", "big5"),
        (LINE % "Chloé Durand", "latin-1"),
        (LINE % "élève", "latin-1"),
        (LINE % "Jürgen", "cp1252"),
    ],
)
def test_other_encodings_are_refused(write, text, encoding):
    with pytest.raises(ReadError, match="is neither UTF-8 nor GB18030 text; save it as UTF-8") as caught:
        read_candidates(write("kols.csv", text.encode(encoding)), currency="CNY")
    assert "\n" not in str(caught.value)
    read_candidates(write("kols.csv", text.encode("gb18030")), currency="CNY")


@pytest.mark.parametrize("name", ["陶喆", "張學友的美食", "表情😀", "さくらの料理人", "Élodie和小美"])
def test_names_in_gb18030(write, name):
    assert read_candidates(write("kols.csv", (LINE % name).encode("gb18030"))).rows[0].name == name


def test_damaged_utf8_is_not_taken_for_another_encoding(write):
    with pytest.raises(ReadError, match="begins as UTF-8 text does"):
        read_candidates(write("kols.csv", CHINESE.encode("utf-8-sig") + b"\xe5\xb0,,1,,,,,,\n"))


# -- headers


def test_every_header_is_understood():
    for column, words in COLUMNS.items():
        for word in words:
            for text in (word, f" {word.upper()} ", word.replace("_", " "), word.replace("_", "-")):
                assert column_of(text) == (column, "")
    words = [word for words in COLUMNS.values() for word in words]
    assert len(words) == len(set(words))
    names = [word for words in PLATFORMS.values() for word in words]
    assert len(names) == len(set(names))


def test_units_of_headers(write):
    text = (
        '昵称,粉丝数（万）,图文报价(元),视频报价[元],互动率(%),播放中位数（次）\na,1.2,"1,000",5,3.5,7\nb,5,2万,5,4%,\n'
    )
    table = read_candidates(write("kols.csv", text), currency="CNY")
    assert table.rows == (
        KolRow("a", 12_000, None, None, 100_000, None, 7.0, 0.035),
        KolRow("b", 50_000, None, None, 2_000_000, None, None, 0.04),
    )
    assert table.unknown == ("视频报价[元]",)
    with pytest.raises(BadRows, match="the scenario's currency, USD"):
        read_candidates(write("kols.csv", text), currency="USD")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("昵称,粉丝数(打)", "line 1: the unit '打' in the header '粉丝数(打)' is not known; allowed: k, 千"),
        ("昵称,粉丝数,followers", "line 1: the columns '粉丝数' and 'followers' both mean followers; allowed: one"),
        ("昵称,阅读中位数,粉丝,播放中位数", "both mean median_views"),
        ("昵称,谁", "line 1: has no column followers (followers, fans, 粉丝, "),
        ("昵称,谁", "headers that mean nothing here: '谁'"),
        ("粉丝数,followerz", "has no column name (name, nickname"),
        ("a\x1b[2J,粉丝数", r"line 1: the name of a column holds the character '\x1b'"),
    ],
)
def test_headers_that_are_refused(write, header, message):
    with pytest.raises(ReadError) as caught:
        read_candidates(write("kols.csv", header + "\na,1\n"))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


# -- bad rows


BAD = [
    ("followers", "0", "a whole number from 1 to 10,000,000,000"),
    ("followers", "", "a whole number from 1"),
    ("followers", "-", "a whole number from 1"),
    ("followers", "-5", "a whole number from 1"),
    ("followers", "12x", "a whole number from 1"),
    ("quote_image", "-800", "a sum above 0"),
    ("quote_image", "0", "a sum above 0"),
    ("quote_video", "$300", "a sum in the scenario's currency, CNY"),
    ("quote_video", "=1+2", "a sum above 0"),
    ("median_views", "many", "a number from 0"),
    ("engagement_rate", "12", "0% to 100%"),
    ("available_from", "soon", "a date as 2026-12-01"),
    ("name", "", "1 to 100 characters"),
    ("name", "=HYPERLINK(1)", "none of = + - @ (a formula)"),
    ("name", "@@x", "a formula"),
    ("name", "＝1", "a formula"),
    ("name", "x" * 101, "1 to 100 characters"),
    ("topic", "+x", "a formula"),
    ("platform", "@x", "a formula"),
    ("name", "a\x1b[2J", "no control characters"),
    ("name", "a\nb", "no control characters"),
    ("topic", "a\u202eb", "change the direction of writing"),
    ("platform", "a\x00b", None),
]
GOOD = {
    "name": "ann",
    "followers": "5",
    "platform": "weibo",
    "topic": "food",
    "quote_image": "8",
    "quote_video": "9",
    "median_views": "7",
    "engagement_rate": "5%",
    "available_from": "day 2",
}


def table_of(*rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(GOOD))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize(("column", "value", "allowed"), BAD)
def test_a_bad_row_in_the_middle_refuses_the_file(write, column, value, allowed):
    rows = [{**GOOD, "name": f"ann {i}"} for i in range(5)]
    assert len(read_candidates(write("good.csv", table_of(*rows)), currency="CNY").rows) == 5
    rows[2][column] = value
    with pytest.raises(ReadError) as caught:
        read_candidates(write("kols.csv", table_of(*rows)), currency="CNY")
    if allowed is None:
        return  # no text: refused as a file
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (4, column)
    assert allowed in fault.problem
    assert str(caught.value).splitlines()[1] == f"  line 4: {column}: {fault.problem}"
    assert all(line.isprintable() for line in str(caught.value).splitlines())


@given(st.sets(st.integers(0, 11), min_size=1), st.data())
def test_all_bad_rows_are_told_and_no_other(tmp_path_factory, bad, data):
    rows = [{**GOOD, "name": f"ann {i}"} for i in range(12)]
    wrong = {}
    for row in bad:
        column, value, _ = data.draw(st.sampled_from([one for one in BAD if one[2] and "\n" not in one[1]]))
        rows[row][column] = value
        wrong[row + 2] = column
    path = tmp_path_factory.mktemp("bad") / "kols.csv"
    path.write_text(table_of(*rows), encoding="utf-8")
    with pytest.raises(BadRows) as caught:
        read_candidates(path, currency="CNY")
    assert {fault.line: fault.column for fault in caught.value.faults} == wrong


def test_the_listing_is_capped_and_the_rest_counted(write):
    rows = [{**GOOD, "name": f"ann {i}", "followers": "0"} for i in range(30)]
    with pytest.raises(BadRows) as caught:
        read_candidates(write("kols.csv", table_of(*rows)), currency="CNY")
    lines = str(caught.value).splitlines()
    assert "30 rows are bad, and nothing was read" in lines[0]
    assert len(lines) == MOST_FAULTS + 2
    assert lines[-1] == "  ... and 10 more"
    assert len(caught.value.faults) == 30


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,1,2\n", "line 2: has 3 cells; allowed: 2, as the header has; a number with commas needs quotes"),
        ("a\n", "line 2: has 1 cell; allowed: 2"),
        ("a,1\nA,2\n", "line 3: name: 'A' stands in line 2 already; allowed: each KOL once a platform"),
        ("a,1\n@ａ,2\n", "line 3: name: 'ａ' stands in line 2 already"),
    ],
)
def test_rows_that_are_refused(write, rows, message):
    with pytest.raises(BadRows) as caught:
        read_candidates(write("kols.csv", "name,followers\n" + rows))
    assert message in str(caught.value)


def test_a_name_may_stand_once_a_platform(write):
    head = "name,followers,platform\n"
    assert len(read_candidates(write("a.csv", head + "ann,1,小红书\nann,2,抖音\n")).rows) == 2
    with pytest.raises(BadRows, match="'ann' stands on xiaohongshu in line 2 already"):
        read_candidates(write("b.csv", head + "ann,1,小红书\nann,2,XHS\n"))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "", "is empty"),
        ("a.csv", "\n \n", "holds no row"),
        ("a.csv", "name,followers\n", "holds no KOL"),
        ("a.csv", "name,followers\n,\n", "holds no KOL"),
        ("a.xlsx", b"PK\x03\x04", "is a spreadsheet; allowed: CSV"),
        ("a.csv", b"PK\x03\x04", "is a zip file"),
        ("a.csv", 'name,followers\n"ann,1\n', "line 2: is not well-formed CSV"),
        ("a.csv", 'name,followers\n"a"b,1\n', "line 2: is not well-formed CSV"),
        ("a.csv", "name,followers\n" + "x" * 200_000 + ",1\n", "field larger than field limit"),
        ("a.csv", "name,followers\n" + "".join(f"{i},1\n" for i in range(MAXIMUM_ROWS + 1)), "more than 10,000 rows"),
        ("a.csv", "name,followers\n" + "x\n" * (MAXIMUM_ROWS + 1), "more than 10,000 rows"),
        ("a.csv", b"\n" * (MAXIMUM_BYTES + 1), "holds more than 8,388,608 bytes"),
        ("a.csv.gz", b"\n" * (MAXIMUM_BYTES + 1), "holds more than 8,388,608 bytes"),
    ],
)
def test_files_that_are_refused(write, name, content, message):
    with pytest.raises(ReadError) as caught:
        read_candidates(write(name, content))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ReadError, match="there is no such file"):
        read_candidates(tmp_path / "kols.csv")


def test_the_most_rows_are_read(write):
    text = "name,followers\n" + "".join(f"{i},1\n" for i in range(MAXIMUM_ROWS))
    assert len(read_candidates(write("kols.csv", text)).rows) == MAXIMUM_ROWS


@given(st.randoms(use_true_random=False), st.integers(1, 6), st.sampled_from(["utf-8", "gb18030"]))
def test_whatever_the_bytes_a_table_or_a_sentence(tmp_path_factory, chance: random.Random, cuts, encoding):
    data = bytearray(CHINESE.encode(encoding))
    pieces = [b"\0", b"\xff", b'"', b",", b"\n", b"\r", b"9" * 30, b"-", b"=", "万".encode(encoding), b""]
    for _ in range(cuts):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.randrange(4)] = chance.choice(pieces)
    path = tmp_path_factory.mktemp("any") / f"kols.csv{chance.choice(['', '.gz'])}"
    path.write_bytes(gzip.compress(bytes(data)) if path.suffix == ".gz" else bytes(data))
    rows, sentence = (), ""
    try:
        rows = read_candidates(path, currency="CNY").rows
    except ReadError as error:
        sentence = str(error)
    assert (str(path) in sentence) != bool(rows)
    assert all(line.isprintable() for line in sentence.splitlines())
    assert all(row.followers >= 1 and row.name for row in rows)


def test_what_is_needed_is_a_column():
    assert set(NEEDED) <= set(COLUMNS)
