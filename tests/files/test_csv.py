"""CSV files."""

import pytest

from sim.files import read_network


def arrows(network):
    return [(network.label(u), network.label(int(v))) for u in range(len(network)) for v in network.audience_of(u)]


def edges(path, **options):
    return arrows(read_network(path, **{"edge_means": "influences", **options}))


@pytest.mark.parametrize(
    "text",
    [
        "3,5\n5,9\n",
        "a,b\n3,5\n5,9\n",
        "a;b\r\n3;5\r\n5;9\r\n",
        "a\tb\n3\t5\n5\t9",
        "\ufeffa,b\n3,5\n5,9\n",
        "\ufeff3,5\n5,9\n",
        "# c, d\n\na, b\n 3 , 5\n\n5,9  \r\n",
        'a,b\n"3","5"\n"5","9"\n',
        '"a","b"\n3,5\n5,"9"\n',
        "a,b\n3,5\n" * 1 + 'x,y\n"5","9"\n'.replace("x,y\n", ""),
        "a,b,c\n3,5,\n5,9,z\n",
        "账号,关注\n3,5\n5,9\n",
    ],
)
def test_forms_of_the_same_edges(write, text):
    assert edges(write("a.csv", text)) == [(3, 5), (5, 9)]


def test_columns_by_name_and_number(write):
    path = write("a.csv", "day,from,to,p\n1,3,5,.5\n2,5,9,.25\n")
    assert edges(path, source="from", target="to") == [(3, 5), (5, 9)]
    assert edges(path, source=3, target=2) == [(5, 3), (9, 5)]
    network = read_network(path, source="from", target="to", value="p", edge_means="influences")
    assert network.values.tolist() == [0.5, 0.25]
    assert network.about["source"]["columns"] == ["from", "to", "p"]
    quoted = write("b.csv", 'from,to,p\n3,5,".5"\n')
    assert read_network(quoted, value="p", edge_means="influences").values.tolist() == [0.5]


def test_a_byte_order_mark_is_no_part_of_a_name(write):
    assert edges(write("a.csv", "\ufefffrom,to\n3,5\n"), source="from", target="to") == [(3, 5)]
    assert edges(write("a.csv", "\ufeffann,bob\n"), header=False) == [("ann", "bob")]


def test_names_as_accounts(write):
    path = write("a.csv", 'who,whom\n"lee, ann",bob\nbob,中文号\n中文号,"lee, ann"\n')
    network = read_network(path, edge_means="follows")
    assert network.labels == ["bob", "lee, ann", "中文号"]  # by code point, whatever the order of the lines
    assert arrows(network) == [("bob", "lee, ann"), ("lee, ann", "中文号"), ("中文号", "bob")]
    assert network.id("中文号") == 2
    assert edges(write("b.csv", "ann,bob\nbob,7\n"), header=False) == [("ann", "bob"), ("bob", "7")]
    assert edges(write("b.csv", "a,b\n10,9\n9,x\n"), ids="text") == [("10", "9"), ("9", "x")]


def test_encodings(write, refused):
    text = "博主,粉丝\n小红,小明\n小明,阿强\n"
    path = write("a.csv", text.encode("gb18030"))
    assert edges(path, encoding="gb18030") == [("小明", "阿强"), ("小红", "小明")]
    refused(["line 1", "is not UTF-8 text", "encoding='gb18030'"], path)
    late = write("b.csv", b"a,b\nx,y\ny," + "红".encode("gb18030") + b"\n")
    refused(["line 3", "is not UTF-8 text", "encoding='gb18030'"], late)
    wide = write("c.csv", text.encode("utf-16"))
    refused(["is UTF-16 text; say so with encoding='utf-16'"], wide)
    assert edges(wide, encoding="utf-16") == edges(path, encoding="gb18030")
    refused(["encoding 'klingon' is not allowed; allowed: utf-8, "], path, encoding="klingon")
    refused(["line 1", "is not gb18030 text"], write("d.csv", b"a,b\xff\xff\n1,2\n"), encoding="gb18030")
    numbers = write("e.csv", "博主,粉丝\n3,5\n".encode("gb18030"))
    assert edges(numbers, encoding="gb18030") == [(3, 5)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a,b\n1,2\n3,x\n", ["line 3", "'x' is not an account id"]),
        ("a,b\n1,2\n3,\n", ["line 3", "'' is not an account id"]),
        ("a,b\n1,2\n3\n", ["line 3", "needed: 2 columns"]),
        ("a,b\n1,2\n3,-4\n", ["line 3", "'-4' is negative"]),
        ("a,b\n-1,2\n", ["line 2", "'-1' is negative"]),
        ("a,b\n1,2\n3,9223372036854775808\n", ["line 3", "too large"]),
        ("a,b\n1,2\n3 4,5\n", ["line 3", "'3 4' is not an account id"]),
        ("a,b\n1,2.0\n", ["line 2", "'2.0' is not an account id"]),
        ('a,b\n"1","2"\n"3",x\n', ["line 3", "'x' is not an account id", "ids='text'"]),
        ('a,b\n"1","2"\n"3"\n', ["line 3", "has 1 columns; needed: 2"]),
        ('a,b\n1,2\n3,"4\n', ["line 3", "not well-formed CSV"]),
        ("a,b\nx,y\nz,\n", ["line 3", "'' is no name of an account"]),
        ("a\n1\n", ["target: there is no column 2; the first line has 1"]),
        ("a,b\n", ["holds no edge, only the names of its columns"]),
        ("a|b\n1|2\n", ["there is no column 2"]),
        ("a,b\nx\0,y\n", ["line 2"]),
    ],
)
def test_faults_are_named(write, refused, text, parts):
    refused(parts, write("a.csv", text))


def test_values_that_are_no_probability(write, refused):
    for word in ("nan", "1.01", "-1", "", "x"):
        parts = ["line 3", f"the value '{word}' is not allowed; allowed: a probability from 0 to 1"]
        refused(parts, write("a.csv", f"a,b,p\n1,2,.5\n2,3,{word}\n"), value="p")
        refused(parts, write("a.csv", f"a,b,p\nx,y,.5\ny,z,{word}\n"), value="p")


@pytest.mark.parametrize(
    ("choice", "parts"),
    [
        ({"source": "who"}, ["source: there is no one column 'who'; allowed: a, b"]),
        ({"target": 0}, ["target: 0 is no column"]),
        ({"target": True}, ["target: True is no column"]),
        ({"value": 3}, ["value: there is no column 3; the first line has 2"]),
        ({"source": "a", "header": False, "ids": "text"}, ["source: 'a' is a name, but the file has no line of names"]),
        ({"delimiter": "::"}, ["delimiter: '::' is not allowed"]),
        ({"delimiter": "1"}, ["delimiter: '1' is not allowed"]),
        ({"ids": "both"}, ["ids: 'both' is not allowed; allowed: numbers, text"]),
        ({"header": "names"}, ["header: 'names' is not allowed in CSV; allowed: true, false"]),
        ({"header": False, "ids": "numbers"}, ["line 1", "'a' is not an account id"]),
    ],
)
def test_wrong_choices(write, refused, choice, parts):
    refused(parts, write("a.csv", "a,b\n1,2\n"), **choice)


def test_other_delimiters(write):
    assert edges(write("a.csv", "a|b\n1|2\n"), delimiter="|") == [(1, 2)]
    assert edges(write("a.csv", "1 2\n"), delimiter=" ") == [(1, 2)]
    assert edges(write("a.csv", "1,5;2\n2,5;3\n"), delimiter=";", ids="text") == [("1,5", "2"), ("2,5", "3")]


def test_the_slow_path_agrees_with_the_fast_one(write):
    rows = [(i * 7919 % 1000 + 5, i * 104729 % 1000 + 5) for i in range(2000)]
    plain = write("a.csv", "a,b\n" + "".join(f"{u},{v}\n" for u, v in rows))
    quoted = write("b.csv", "a,b\n" + "".join(f'{u},"{v}"\n' for u, v in rows))
    one, other = (read_network(path, edge_means="follows") for path in (plain, quoted))
    assert one.fingerprint() == other.fingerprint()
    assert (one.labels, one.about["border"]) == (other.labels, other.about["border"])
