"""The report: one file that asks nothing of the network, says the verdict first, and carries its exact numbers."""

import html
import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import pandas as pd
import pytest
from report_results import communities, compare

from sim.plots import stored, style
from sim.plots.texts import UnknownLanguage
from sim.report import id_of, report_html, write_figures, write_report
from sim.report.assumptions import assumptions
from sim.report.page import headline, tiles

PATH = "model/independent_cascade/probability"
EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def result():
    network = communities(400, 5)
    plans = {"one star": [0], EVIL: [100, 150, 200], '春季精华 "上新" & co': [1, 2], "$x_1$ $": [7], "nobody": []}
    found = compare(network, plans, spent={"one star": 500000.0, EVIL: 20.0}, replicates=40)
    found.manifest["name"] = "</title><script>alert(2)</script>"
    return found


@pytest.fixture(scope="module")
def text(result):
    return report_html(result)


class Page(HTMLParser):
    """What the tests ask of a page: its elements with their attributes, and its visible text."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.words = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag, name=None):
        found = [a for t, a in self.elements if t == tag]
        return found if name is None else [a for a in found if name in a.get("class", "").split()]


def test_no_request_leaves_the_page(text):
    page = Page(text)
    assert {t for t, _ in page.elements} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
    } == set()
    for _, attributes in page.elements:
        for name in ("src", "href", "srcset", "action", "background", "poster", "data"):
            assert attributes.get(name, "#").startswith("#")
        assert not [name for name in attributes if name.startswith("on")]
    assert set(re.findall(r"https?://[^\s\"'<>)]+", text)) <= {"http://www.w3.org/2000/svg"}
    assert re.findall(r"url\((?!#)", text) == []
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_size_is_bounded(text):
    assert len(text.encode()) < 2_000_000


def test_names_are_escaped_everywhere(text):
    assert "<script" not in text
    assert html.escape(EVIL) in text or "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    page = Page(text)
    assert any(EVIL in words for words in page.words)


def test_the_same_result_gives_the_same_bytes(result, text, tmp_path):
    path = write_report(result, tmp_path / "deep" / "report.html")
    assert path == tmp_path / "deep" / "report.html"
    assert path.read_bytes() == text.encode()
    assert not re.search(r"\b(19|20)\d\d-\d\d-\d\d", text)


def test_every_figure_has_words_and_numbers(text):
    page = Page(text)
    figures, pictures = page.all("figure"), page.all("svg")
    assert len(figures) == len(pictures) >= 9
    for figure, picture in zip(figures, pictures, strict=True):
        assert picture["role"] == "img"
        assert picture["aria-label"]
        table = json.loads(figure["data-values"])
        assert table["columns"]
        assert table["data"]
    descriptions = re.findall(r"<desc id=\"[^\"]+\">([^<]+)</desc>", text)
    assert len(descriptions) == len(figures)
    assert min(map(len, descriptions)) > 30


def test_ids_are_unique_and_every_reference_is_answered(text):
    page = Page(text)
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids)) > 100
    asked = set(re.findall(r"url\(#([^)]+)\)", text)) | {a["href"][1:] for _, a in page.elements if "href" in a}
    asked |= {a["aria-describedby"] for _, a in page.elements if "aria-describedby" in a}
    assert asked <= set(ids)


def test_every_picture_is_well_formed_with_text_as_text(text):
    pictures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    words = []
    for picture in pictures:
        words += [
            "".join(element.itertext()) for element in ElementTree.fromstring(picture).iter() if "text" in element.tag
        ]
        assert "font-family: system-ui" in picture
        assert picture.count("font-family") == 1
    joined = " ".join(words)
    assert "春季精华" in joined
    assert "$x_1$ $" in joined
    assert "PingFang SC" in text
    assert "Noto Sans CJK SC" in text
    assert "Microsoft YaHei" in text


def test_the_first_screen_has_the_verdict_and_its_exact_numbers(result, text):
    page = Page(text)
    found = {a["class"].split()[1]: json.loads(a["data-values"]) for a in page.all("div", "tile")}
    assert list(found) == ["difference", "won", "cost", "turning", "weak"]
    pair = next(
        p for p in result.manifest["verdict"]["pairs"] if {p["a"], p["b"]} == {found["won"]["a"], found["won"]["b"]}
    )
    assert abs(found["difference"]["difference"]) == abs(pair["difference"])
    assert text.index("<h1>") < text.index('class="tiles"') < text.index("<main>") < text.index("<figure")
    best = result.manifest["verdict"]["best"][0]
    assert f">{html.escape(best)}</strong>" in text.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")


def test_cells_carry_their_exact_value(result, text):
    cells = [a["data-value"] for a in Page(text).all("td") if "data-value" in a]
    exact = [json.loads(cell) for cell in cells]
    for _, rows in result.runs.groupby("plan"):
        assert any(isinstance(x, float) and x == pytest.approx(rows["reach"].mean(), abs=1e-12) for x in exact)


def test_the_assumptions_carry_marks_and_are_counted(result):
    rows = {row["path"]: row for row in assumptions(result)}
    assert rows[PATH]["mark"] == "weak"
    assert rows[PATH]["meaning"].startswith("chance that a share")
    assert rows["seed"]["mark"] == "given"
    weak = next(tile for tile in tiles(result, "en", list(rows.values())) if tile.name == "weak")
    assert weak.value == f"1 of {len(rows)}"


def test_defaults_are_read_from_the_comments_of_the_resolved_scenario(result):
    manifest = {
        "scenario": {"seed": 5, "plans": {"a b": {"seeds": [{"choose": "at_random", "item": "post"}]}}, "c": [1]},
        "scenario_text": (
            "# title\nseed: 5\nplans:\n  a b:\n    seeds:\n      - choose: at_random\n"
            "        item: post  # default: the first. Source: Smith 2001\nc: [1]  # default: x. Source: assumption\n"
        ),
        "networks": [{"about": {}}],
    }
    rows = {row["path"]: row["mark"] for row in assumptions(type(result)(manifest=manifest))}
    assert rows == {
        "c": "weak",
        "plans/a b/seeds/0/item": "sourced",
        "plans/a b/seeds/0/choose": "given",
        "seed": "given",
    }


def test_a_preset_that_is_an_assumption_makes_its_values_weak(result):
    manifest = {
        "scenario": {"network": {"mixing": 0.3}, "uncertain": {}},
        "defaults": {"network/mixing": "follows beyond. Source: the preset"},
    }
    for assumed, mark in ((True, "weak"), (False, "sourced")):
        manifest["networks"] = [{"about": {"assumed": assumed}}]
        assert assumptions(type(result)(manifest=manifest))[0]["mark"] == mark


def test_the_methods_say_what_the_answer_holds_for(result, text):
    methods = text[text.index('id="methods"') : text.index('id="cite"')]
    for words in (
        "on this one network",
        "40 worlds",
        "seed 5",
        "paired intervals of two standard errors",
        "95%",
        "ODD",
    ):
        assert words in methods
    runs = result.runs.assign(realisation=result.runs["replicate"] % 2)
    two = report_html(type(result)(**{**vars(result), "runs": runs}))
    assert "over 2 networks; intervals are clustered by network" in two
    assert "another network of the same kind" not in two


def picking(plans, points=({},), draws=None, replicates=20):
    """A result whose manifest says these plans; ``draws`` is the draw of each replicate."""
    found = compare(communities(100, 2), {name: [0, 1] for name in plans}, replicates=replicates)
    found.manifest["scenario"]["plans"] = plans
    found.manifest["design_points"] = list(points)
    if draws is not None:
        found.runs["draw"] = found.runs["replicate"].map(draws)
    return found


AT_RANDOM = {"seeds": [{"choose": "at_random", "count": 2}]}
TOP = {"seeds": [{"choose": "top_followers", "count": 2}]}


def test_the_report_says_how_often_accounts_at_random_were_picked():
    text = report_html(picking({"lucky": AT_RANDOM, "star": TOP}, draws=lambda replicate: replicate // 8))
    assert "(lucky) are picked anew 3 times, each time for 8 worlds at most; intervals are clustered by pick" in text
    assert "Accounts at random (lucky) are picked anew every few worlds; the first pick is shown" in text
    once = report_html(picking({"lucky": AT_RANDOM, "star": TOP}, draws=lambda replicate: 0))
    assert "Accounts at random (lucky) are picked once." in once
    text = report_html(picking({"lucky": TOP, "star": TOP}, draws=lambda replicate: replicate // 8))
    assert "picked anew" not in text, "draws of uncertain parameters are no picks"
    assert "picked anew" not in report_html(picking({"lucky": AT_RANDOM, "star": TOP}))


@pytest.mark.parametrize(
    ("plan", "point", "expected"),
    [
        (AT_RANDOM, {}, True),
        (TOP, {}, False),
        ({"seeds": []}, {}, False),
        ({"seeds": [{"choose": "by_tier", "tier": "koc", "pick": "at_random"}]}, {}, True),
        ({"seeds": [{"choose": "by_tier", "tier": "koc", "pick": "top_followers"}]}, {}, False),
        ({"seeds": [TOP["seeds"][0], AT_RANDOM["seeds"][0]]}, {}, True),
        (TOP, {"plans/p": {"seeds": {"choose": "at_random", "count": 1}}}, True),
        (AT_RANDOM, {"plans/p": {"seeds": []}}, False),
        (TOP, {"plans/p/seeds/choose": "at_random"}, True),
        (TOP, {"plans/other/seeds/choose": "at_random"}, False),
    ],
)
def test_which_plans_pick_at_random(plan, point, expected):
    found = picking({"p": plan}, [point], draws=lambda replicate: replicate // 8)
    assert stored.picking_plans(found) == (["p"] if expected else [])
    assert stored.picking_plans(found, 0) == (["p"] if expected else [])


def test_the_picture_of_a_plan_that_picks_at_random_is_its_first_pick():
    lucky = picking({"lucky": AT_RANDOM}, draws=lambda replicate: replicate // 8)
    assert "its first pick is shown" in report_html(lucky)
    lucky.manifest["scenario"]["plans"] = {"lucky": TOP}
    assert "its first pick is shown" not in report_html(lucky)


def test_one_world_is_one_world():
    text = report_html(picking({"a": TOP, "b": TOP}, replicates=1))
    assert "in the same 1 world (" in text
    assert "mean over 1 world with" in text
    assert "1 worlds" not in text


def test_one_plan_alone_has_a_report_without_a_comparison():
    alone = compare(communities(100, 2), {"star": [0]}, replicates=10)
    text = report_html(alone)
    assert "One plan" in text
    assert "figure-differences" not in text
    assert "100%" not in headline(alone, "en")
    assert [tile.name for tile in tiles(alone, "en", [])] == ["mean", "worlds", "cost", "turning", "weak"]


def test_nobody_alone_has_a_report():
    assert "nobody" in report_html(compare(communities(60, 2), {"nobody": []}, replicates=5))


def test_a_turning_point_stands_on_the_first_screen():
    uncertain = compare(communities(100, 2), {"a": [0], "b": [1]}, uncertain={PATH: (0, 0.3)}, replicates=30, added=0)
    found = {tile.name: tile for tile in tiles(uncertain, "en", [])}
    assert found["turning"].value == "none found"
    uncertain.manifest["verdict"]["crossings"] = [{"path": PATH, "at": 0.13, "low": 0.11, "high": 0.16}]
    found = {tile.name: tile for tile in tiles(uncertain, "en", [])}
    assert found["turning"].value == "probability = 0.13"
    assert "0.11 to 0.16" in found["turning"].note
    assert 'id="figure-tornado"' in report_html(uncertain)


def test_a_sweep_says_on_its_first_screen_where_its_numbers_are_and_shows_what_it_changes_first():
    swept = compare(communities(100, 2), {"a": [0], "b": [1]}, sweep=[0.01, 0.2], replicates=10, added=0)
    text = report_html(swept)
    above = text.partition('<dl class="tiles">')[0]
    assert f"These numbers are at {PATH} = 0.01, the first of the 2 points of the sweep." in above
    assert text.index('<section id="sweep"') < text.index('<section id="plans"')
    assert "design point" not in text.partition('<section id="assumptions">')[0].lower()
    assert text.count('id="figure-sweep-') == 1


def test_a_comparison_has_no_point_to_name(text):
    assert "These numbers are at" not in text


def test_plans_have_their_colours_in_the_tables(result, text):
    table = html.unescape(text[text.index('<section id="plans"') : text.index('<section id="luck"')])
    for place, plan in enumerate(stored.plans(result)):
        assert f'background: {style.colour(place)}"></i>{plan}</td>' in table


def test_a_stored_result_without_its_network_still_has_a_report(result):
    text = report_html(type(result)(**{**vars(result), "network": None, "cascades": {}, "choices": None}))
    assert 'id="figure-network"' not in text
    assert 'id="figure-by_tier"' in text


def test_prints_without_hidden_parts(text):
    assert "@media print" in text
    assert "break-inside: avoid" in text


def test_an_unknown_language_is_refused_before_anything_is_written(result, tmp_path):
    with pytest.raises(UnknownLanguage, match="'xx' is not allowed; allowed: en"):
        write_report(result, tmp_path / "report.html", language="xx")
    assert list(tmp_path.iterdir()) == []


def test_figures_are_written_with_their_numbers(result, tmp_path):
    written = write_figures(result, tmp_path / "figures")
    pictures = [path for path in written if path.suffix == ".svg"]
    assert len(pictures) == len(set(pictures)) == len(written) / 2
    for picture in pictures:
        ElementTree.fromstring(picture.read_text(encoding="utf-8"))
        assert len(pd.read_csv(picture.with_suffix(".csv")))


@pytest.mark.parametrize("name", ["../../etc", "a/b", "CON?*", "春季" * 90, "a b", "x" * 300, "", "a\nb"])
def test_ids_are_plain(name):
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,80}", id_of(f"added_reach-{name}"))


def test_names_that_differ_have_ids_that_differ():
    names = ["a/b", "a_b", "a b", "A_b", "a", "a/", "春", "季"]
    assert len({id_of(f"added_reach-{name}") for name in names}) == len(names)


def test_settings_with_one_file_name_have_two_files(tmp_path):
    swept = compare(communities(60, 2), {"a": [0]}, sweep=[0.01, 0.2], replicates=5, added=0)
    for point in swept.manifest["design_points"]:
        point["x/y"] = point["x-y"] = point[PATH]
    names = [path.name for path in write_figures(swept, tmp_path) if path.suffix == ".svg"]
    assert {"sweep-x-y.svg", "sweep-x-y-.svg"} <= set(names)
