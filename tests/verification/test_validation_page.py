"""docs/validation.md belongs to the models, the theory and the checks that are here now; and how it is written."""

import json

import campaign_facts
import campaign_page
import pytest
import write_page
from judging import Checks


def told_of(page, state):
    """A sentence if a page does not belong to this state, else an empty string."""
    printed = write_page.printed_hash(page)
    if printed == state:
        return ""
    return (
        f"docs/validation.md was made from another state of {write_page.STATED_LIST} ({printed}) than is here "
        f"({state}): run `make verify`"
    )


def test_the_page_is_of_this_state():
    assert write_page.PAGE.exists(), "there is no docs/validation.md: run `make verify`"
    sentence = told_of(write_page.PAGE.read_text(encoding="utf-8"), write_page.state_hash())
    assert not sentence, sentence


@pytest.fixture
def tree(tmp_path):
    """A small copy of what is hashed."""
    for name, text in {"a/one.py": "x = 1\ny = 2\n", "a/b/two.py": "", "c/three.py": "z\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def test_the_hash_follows_contents_and_names_and_nothing_else(tree):
    def state():
        return write_page.state_hash(tree, ("a", "c"))

    first = state()
    (tree / "a" / "__pycache__").mkdir()
    (tree / "a" / "__pycache__" / "one.pyc").write_bytes(b"\0")
    (tree / "beside.py").write_text("1")
    (tree / "a" / "one.py").write_bytes(b"x = 1\r\ny = 2\r\n")  # another machine's line ends
    assert state() == first
    (tree / "a" / "one.py").write_bytes(b"x = 1\ny = 3\n")
    assert state() != first
    (tree / "a" / "one.py").write_bytes(b"x = 1\ny = 2\n")
    assert state() == first
    (tree / "a" / "b" / "two.py").rename(tree / "a" / "b" / "other.py")
    assert state() != first


def rows():
    """A measurement of every fact, and one control."""
    checks = Checks()
    for fact in reversed(write_page.SOURCES):
        if fact != "spread":
            checks.value(fact, f"some | {fact}", 1.25, 1.0, 0.125, precise=0.2)
    checks.control("A1", "a coin", "no", True)
    return checks.rows + of_the_campaign()


def of_the_campaign():
    """A measurement of every formula and of every world of the campaign."""
    told = {"part": "campaign", "preset": "none", "what": "some", "expected": "1", "got": "1"}
    formulas = [told | {"fact": fact} for fact in campaign_facts.FORMULAS]
    worlds = {"part": "campaign", "fact": "campaign", "posts": 1000}
    return formulas + [worlds | {"world": world, "figures": figures_of(world)} for world in worlds_of_the_page()]


def figures_of(world):
    """The middle of the band of each of its rows."""
    of = "x_2026" if world in campaign_facts.ABLATIONS else campaign_facts.ABLATED.get(world, (world,))[0]
    figures = {order[2]: (1.0, 0.1) for order in campaign_facts.ORDERS} | {"people by post": (9.0, 0.1)}
    rows = sorted(campaign_facts.ROWS, key=lambda row: of in row.worlds)  # its own after the others
    return figures | {row.figure: ((row.low + row.high) / 2, 0.001) for row in rows}


def worlds_of_the_page():
    return *campaign_facts.WORLDS, *campaign_facts.EXPERIMENTS, *campaign_facts.ABLATED


def test_a_page_of_all_facts(tmp_path):
    (tmp_path / "x.json").write_text(json.dumps({"test": "t", "rows": rows()}))
    page = write_page.page(write_page.gathered(tmp_path), "0" * 32)
    assert write_page.printed_hash(page) == "0" * 32
    assert "| A1 | some \\| A1 | 1 | 1.25 ± 0.12 | +2.0 of 4 |" in page
    assert "| A1 | a coin | no |" in page
    assert page.index("| A2 | some") < page.index("| A10 | some") < page.index("| A13a | some")
    assert "Not measured in this run: it needs the real networks of SEEDCAST_DATA." in page
    assert told_of(page, "0" * 32) == ""
    sentence = told_of(page, "1" * 32)
    assert sentence.endswith("run `make verify`")
    assert "sim/models, sim/ranking, sim/theory, tests/verification" in sentence


def test_what_fails_is_shown_as_failing():
    measured = of_the_campaign()
    emergent = [row for row in campaign_facts.ROWS if row.kind == "emergent" and not row.neither]
    for row in measured:
        if row.get("world") == "x_2026":
            row["figures"] = row["figures"] | {"impressions within 24 h": (0.25, 0.01), "P(size >= 100)": (0.0, 0.0)}
    page = "\n".join(campaign_page.part(measured))
    assert "| emergent | 0.9 to 1 | 0.25 (0.224 to 0.276) | **fail** |" in page
    assert "| fit | 5e-05 to 0.001 | 0 (up to 0.003) | **fail**, open |" in page
    orders = [order for order in campaign_facts.ORDERS if order[3] == "emergent"]  # all equal: in no order
    assert f"**{len(emergent) - 1} of {len(emergent) + len(orders)} emergent rows" in page
    assert campaign_page.missing(measured[1:]) == [next(iter(campaign_facts.FORMULAS))]
    assert campaign_page.missing(measured[:-1]) == [list(campaign_facts.ABLATED)[-1]]


def test_every_failure_has_a_line_of_its_own_world_and_what_counts_as_neither_has_none():
    measured = of_the_campaign()
    for row in measured:
        if row.get("world") in ("chronological", "youtube_watch_time"):
            row["figures"] = row["figures"] | {"mean reshares given one": (1.0, 0.1), "engagement half-life": (9, 0.1)}
    page = "\n".join(campaign_page.part(measured))
    assert "- B7, mean reshares of those reshared (emergent), chronological: published of Facebook" in page
    assert "- B17, half-life of engagement on X, minutes (emergent), chronological: published of X" in page
    assert "| 9 (8.74 to 9.26) | counts as neither: the discount by age is 6 h" in page
    assert "- B17, the same on YouTube" not in page


def test_the_page_says_how_many_rows_need_no_mechanism():
    measured = of_the_campaign()
    for row in measured:
        if row.get("world") in ("ranking off", "crisis, appeal off"):
            row["figures"] = row["figures"] | {"mean reshares given one": (1.0, 0.1), "half-reach": (90.0, 1.0)}
    page = "\n".join(campaign_page.part(measured))
    emergent = sum(row.kind == "emergent" and not row.neither for row in campaign_facts.ROWS)
    assert f"**Of these {emergent} rows 15 were tried with one mechanism off at a time (below): 2 need at" in page
    assert "least one of them, 13 need none.**" in page


def test_where_there_is_nothing_to_tell_it_from_a_row_is_not_said_to_need_nothing():
    measured = of_the_campaign()
    for row in measured:
        if row.get("world") == "crisis, appeal off":
            row["figures"] = row["figures"] | {"half-reach": (float("nan"), float("nan"))}
    page = "\n".join(campaign_page.part(measured))
    assert "0 need at\nleast one of them, 14 need none, 1 cannot be told" in page
    assert "nothing to tell it from | 12.5 | 12.5 | cannot be told |" in page


def test_every_failure_on_the_page_has_its_reason():
    """The page that stands in docs tells of each what is missing."""
    page = write_page.PAGE.read_text(encoding="utf-8")
    assert "no reason is known" not in page


def test_a_page_that_lacks_something_is_not_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(write_page, "PAGE", tmp_path / "validation.md")
    (tmp_path / "x.json").write_text(json.dumps({"test": "t", "rows": [r for r in rows() if r["fact"] != "A14"]}))
    assert write_page.main([str(tmp_path), "begin"]) == 0
    assert write_page.main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.endswith("nothing was measured for A14\n")
    assert not write_page.PAGE.exists()


def test_a_page_of_what_changed_meanwhile_is_not_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(write_page, "PAGE", tmp_path / "docs" / "validation.md")
    monkeypatch.setattr(write_page, "ROOT", tmp_path)
    write_page.PAGE.parent.mkdir()
    (tmp_path / "x.json").write_text(json.dumps({"test": "t", "rows": rows()}))
    monkeypatch.setattr(write_page, "state_hash", lambda: "0" * 32)
    assert write_page.main([str(tmp_path), "begin"]) == 0
    monkeypatch.setattr(write_page, "state_hash", lambda: "1" * 32)
    assert write_page.main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.endswith("changed while they were measured\n")
    assert not write_page.PAGE.exists()
    monkeypatch.setattr(write_page, "state_hash", lambda: "0" * 32)
    assert write_page.main([str(tmp_path)]) == 0
    assert write_page.printed_hash(write_page.PAGE.read_text()) == "0" * 32


def test_a_page_is_written_aside(tmp_path):
    target = tmp_path / "validation.md"
    target.write_text("before")
    write_page.write("after\n", target)
    assert target.read_bytes() == b"after\n"
    assert [file.name for file in tmp_path.iterdir()] == ["validation.md"]


@pytest.mark.parametrize(
    ("words", "failing", "written"),
    [
        ((), None, True),
        (("tests/verification",), None, True),
        (("-k", "network"), None, False),
        ((), "pytest, the long checks too", False),
        ((), "mypy", False),
    ],
)
def test_make_writes_the_page_after_a_full_run_that_passed(monkeypatch, words, failing, written):
    monkeypatch.syspath_prepend(str(write_page.ROOT / "tools"))
    import make

    monkeypatch.setenv("SEEDCAST_VALIDATION", "whatever the run that runs this test has there")
    called = []

    def steps(*named):
        called.extend(name for name, _ in named)
        return int(failing in called)

    monkeypatch.setattr(make, "steps", steps)
    monkeypatch.setattr(make, "start", lambda *arguments: 0)
    assert make.verify(words) == int(failing is not None)
    assert ("docs/validation.md" in called) == written


# -- the judge can say no


def test_the_judge_refuses():
    checks = Checks()
    with pytest.raises(AssertionError, match="A1, far: expected 1, got 2"):
        checks.value("A1", "far", 2.0, 1.0, 0.01)
    with pytest.raises(AssertionError, match="too few to tell"):
        checks.value("A1", "vague", 1.0, 1.0, 0.5)
    with pytest.raises(AssertionError, match="A1, all ones"):
        checks.law("A1", "all ones", [1] * 1000, [0, 0.5, 0.5])
    with pytest.raises(AssertionError, match="A1, outside the law"):
        checks.law("A1", "outside the law", [1, 2] * 500 + [3], [0, 0.5, 0.5])
    with pytest.raises(AssertionError, match="expected 3, got 4"):
        checks.exact("A1", "off by one", 4, 3)
    with pytest.raises(AssertionError, match="at least"):
        checks.at_least("A1", "too small", 0.5, 0.6)
    with pytest.raises(AssertionError, match="was not noticed"):
        checks.control("A1", "a broken coin", "nothing", False)
    assert checks.rows == []
