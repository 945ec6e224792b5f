"""Edge lists as text."""

import numpy as np
import pytest

from sim.files import read_network


def edges(path, **options):
    network = read_network(path, **{"edge_means": "influences", **options})
    return [(network.label(u), network.label(int(v))) for u in range(len(network)) for v in network.audience_of(u)]


@pytest.mark.parametrize(
    "text",
    [
        "3 5\n5 9\n",
        "3\t5\n5\t9\n",
        "3 5\r\n5 9\r\n",
        "3 5\n5 9",
        "3 5\r\n5 9\r",
        "\ufeff3 5\n5 9\n",
        "# From To\n3 5\n\n5 9\n",
        "% from\n  3   5  \n\t5 \t 9 \r\n   \n\r\n",
        "3 5 1082040961\n5 9 1082040962 x y\n",
        "3 5\t.5\n5\t9 # a word\n",
        "000003 005\n0005 9\n",
        "source target weight\n3 5 1\n5 9 1\n",
        "# one\n# two\nFrom To\n3 5\n5 9\n",
    ],
)
def test_forms_of_the_same_edges(write, text):
    assert edges(write("a.txt", text)) == [(3, 5), (5, 9)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("0 1\n1 x\n", ["line 2", "'x' is not an account id", "whole numbers 0 to 9223372036854775807"]),
        ("0 1\n1.5 2\n", ["line 2", "'1.5' is not an account id"]),
        ("0 1\n1e3 2\n", ["line 2", "'1e3'"]),
        ("0 1\n+1 2\n", ["line 2", "'+1'"]),
        ("0 1\n1 2#\n", ["line 2", "'2#'"]),
        ("0 1\n1 nan\n", ["line 2", "'nan'"]),
        ("# c\n0 1\n-7 2\n", ["line 3", "the account id '-7' is negative"]),
        ("0 1\n0 -12\n", ["line 2", "the account id '-12' is negative"]),
        ("0 1\n9223372036854775808 2\n", ["line 2", "'9223372036854775808' is too large"]),
        ("0 1\n99999999999999999999999 2\n", ["line 2", "is too large"]),
        ("0 1\n5\n", ["line 2", "the line ends after '5'; needed: 2 columns"]),
        ("5\n6\n", ["line 1", "the line ends after '5'"]),
        ("0 1\r1 2\r\n", ["line 1", "is not an account id"]),
        ("0 1\n\x00\x01\x02\xff 2\n", ["line 2", "holds a zero byte"]),
        ("0 1\n\x01\x02\xff 2\n", ["line 2", "is not an account id"]),
        ("0 1\n１ 2\n", ["line 2", "'１' is not an account id"]),
        ("0 1\n" + "9" * 100 + " 1\n", ["line 2", "..."]),
        ("name\n0 1\n", ["line 1", "'name' is not an account id"]),
    ],
)
def test_faults_are_named(write, refused, text, parts):
    refused(parts, write("a.txt", text))
    refused(parts, write("a.txt", text.rstrip("\n")))


def test_the_largest_id(write):
    assert edges(write("a.txt", "9223372036854775807 1000000000000000000\n")) == [(2**63 - 1, 10**18)]


# -- the counts in a first line


def test_declared_counts(write):
    network = read_network(write("a.txt", "6 3\n0 1\n1 2\n4 2\n"), edge_means="influences")
    assert (len(network), network.edge_count, network.labels) == (6, 3, None)
    assert network.about["source"]["declared"] == {"accounts": 6, "edges": 3}
    assert network.about["border"]["isolated_accounts"] == 2
    from_one = read_network(write("a.txt", "6 3\r\n6 1\r\n1 2\r\n4 2\r\n"), edge_means="influences")
    assert (len(from_one), from_one.labels) == (6, [1, 2, 3, 4, 5, 6])
    assert from_one.about["border"]["isolated_accounts"] == 2


def test_lines_are_right_below_declared_counts(write, refused):
    path = write("a.txt", "# c\n6 3\n0 1\n2 2\n0 1\n")
    refused(["line 4", "account 2"], path, self_loops="refuse")
    refused(["line 5", "0 1", "second time"], path, duplicates="refuse")


def test_a_first_edge_is_not_taken_for_counts(write):
    assert edges(write("a.txt", "0 1\n1 2\n")) == [(0, 1), (1, 2)]
    assert edges(write("a.txt", "1 2\n2 3\n3 1\n")) == [(1, 2), (2, 3), (3, 1)]  # 2 lines follow, but 1 is too small
    assert edges(write("a.txt", "9 0\n")) == [(9, 0)]
    assert edges(write("a.txt", "6 3\n0 1\n1 2\n4 2\n"), header="none") == [(0, 1), (1, 2), (4, 2), (6, 3)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("15 30\n0 1\n1 2\n14 3\n", ["line 1", "declares 30 edges, but 3 follow", "header='none'"]),
        ("# c\n15 30\n0 1\n1 2\n14 3\n", ["line 2", "declares 30 edges"]),
    ],
)
def test_wrong_declared_counts(write, refused, text, parts):
    refused(parts, write("a.txt", text))


def test_counts_that_are_surely_counts(write, refused):
    path = write("a.txt", "2 2\n0 1\n1 2\n")
    refused(["declares 2 accounts, but names 3"], path, header="counts")
    refused(["line 1", "declares 2 edges, but 1 follow"], write("a.txt", "5 2\n0 1\n"), header="counts")
    refused(["line 1", "declares 1 edges, but 0 follow"], write("a.txt", "5 1\n"), header="counts")
    refused(["declares 0 accounts"], write("a.txt", "0 1\n0 1\n"), header="counts")
    sparse = read_network(write("a.txt", "5 2\n10 20\n20 30\n"), edge_means="follows", header="counts")
    assert sparse.labels == [10, 20, 30]  # nobody knows what the other two are called
    assert sparse.about["source"]["declared"]["accounts"] == 5


@pytest.mark.parametrize("accounts", [2**31, 10**15, 2_000_000_000])
def test_a_huge_declared_count_is_refused_before_memory_is_taken(write, refused, accounts):
    refused([f"declares {accounts:,} accounts"], write("a.txt", f"{accounts} 2\n0 1\n1 2\n"))


def test_header_choices(write, refused):
    path = write("a.txt", "0 1\n")
    refused(["header: 'yes' is not allowed; allowed: counts, names, none"], path, header="yes")
    refused(["holds no names"], path, header="names")
    refused(["line 1", "'a'"], write("a.txt", "a b\n0 1\n"), header="none")


# -- values


def test_values_of_a_column(write):
    text = "# u v time p\n4 2 77 0.25\n2 4 78 1\n2 9 79 1e-3\n9 2 80 0\n9 4 1 0.1234567890123456789\n"
    network = read_network(write("a.txt", text), edge_means="influences", value=4)
    assert network.labels == [2, 4, 9]
    assert network.values.tolist() == [1.0, 0.001, 0.25, 0.0, 0.1234567890123456789]
    followed = read_network(write("a.txt", text), edge_means="follows", value=4)
    assert followed.values.tolist() == [0.25, 0.0, 1.0, 0.1234567890123456789, 0.001]
    assert read_network(write("a.txt", text), edge_means="follows").values is None


def test_values_survive_crlf_and_counts(write):
    network = read_network(
        write("a.txt", "3 2\r\n0 1 .5\r\n1 2 .25\r\n".replace("3 2", "3 2 0")), edge_means="influences", value=3
    )
    assert network.values.tolist() == [0.5, 0.25]
    merged = read_network(write("a.txt", "0 1 .5\n0 1 .5\n"), edge_means="influences", value=3)
    assert merged.values.tolist() == [0.75]


@pytest.mark.parametrize("word", ["nan", "1.5", "-0.1", "inf", "x", "1e400", "0.5.5", "1082040961"])
def test_values_that_are_no_probability(write, refused, word):
    refused(
        ["line 3", f"the value '{word}' is not allowed; allowed: a probability from 0 to 1"],
        write("a.txt", f"# p\n0 1 0.5\n1 2 {word}\n"),
        value=3,
    )


def test_other_faults_of_values(write, refused):
    refused(["line 2", "needed: 3 columns"], write("a.txt", "0 1 .5\n1 2\n"), value=3)
    refused(["line 1", "longer than 32 characters"], write("a.txt", "0 1 0." + "1" * 40 + "\n"), value=3)
    for wrong in (1, 0, -3, True, "p", 2.0):
        refused(
            [f"value: {wrong!r} is not allowed; allowed: the number of a column"],
            write("a.txt", "0 1 1\n"),
            value=wrong,
        )


def test_one_signature_for_every_way_to_call(write):
    from sim.files import parsing

    edges(write("a.txt", "0 1 .5\n"), value=3)
    edges(write("a.csv", "0,1\n"))
    for kernel in (parsing.parse_rows, parsing.parse_id, parsing.plain_row, parsing.skip_blanks, parsing.field_end):
        assert len(kernel.signatures) <= 1


def test_many_forms_at_random_agree_with_numpy(write):
    key = np.random.default_rng(5)
    for _ in range(5):
        pairs = key.integers(0, 10 ** key.integers(1, 18), (300, 2))
        ends = key.choice(["\n", "\r\n", " \n", "\t\r\n", "\t5\n", "\n\n", "\n# x\n"], 300)
        marks = key.choice([" ", "\t", "  ", " \t"], 300)
        text = "".join(f"{u}{mark}{v}{end}" for (u, v), mark, end in zip(pairs.tolist(), marks, ends, strict=True))
        kept = sorted({(u, v) for u, v in pairs.tolist() if u != v})
        assert edges(write("a.txt", text), header="none") == kept


@pytest.mark.verify
def test_reading_is_no_slower_than_pandas(tmp_path):
    """Processor time of both, in turns; a million edges of two random ids, as any program would write them."""
    import time

    import pandas

    from sim.files.opening import Source
    from sim.files.table import read_rows

    pairs = np.random.default_rng(1).integers(0, 100_000, (1_000_000, 2))
    path = tmp_path / "many.txt"
    path.write_text("# From To\n" + "".join(f"{u}\t{v}\n" for u, v in pairs.tolist()))

    def theirs():
        return pandas.read_csv(path, sep="\t", header=None, comment="#", usecols=[0, 1], engine="c").to_numpy()

    def ours():
        table = read_rows(Source(path), delimiter=0, columns=(0, 1, -1))
        return np.column_stack([table.source, table.target])

    assert np.array_equal(theirs(), pairs)
    assert np.array_equal(ours(), pairs)
    taken = {theirs: [], ours: []}
    for _ in range(7):
        for function, times in taken.items():
            started = time.process_time()
            function()
            times.append(time.process_time() - started)
    assert np.median(taken[ours]) < np.median(taken[theirs])
