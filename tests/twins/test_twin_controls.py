"""The twins stand on their own feet, and a rule that is changed in one of them is found."""

import ast
import functools
import importlib
import types
from pathlib import Path

import cascade_twins
import pytest
from twin_cases import BUSY, CASCADE, THRESHOLD, TOPICS, busy_case, engine_events, prepared, twin_events

from sim import agents
from sim.agents import cascade, readiness, telling
from sim.network import NetworkError
from sim.randomness import JUDGING, world_key
from sim.world import Item

# -- no compiled kernel of the engine


COMPILED_ALLOWED = {
    *(("sim.arithmetic", name) for name in ("exp", "log", "logistic", "power")),
    ("sim.arithmetic.normal", "normal_quantile"),
    *(("sim.arithmetic.counts", name) for name in ("geometric_quantile", "poisson_quantile")),
    ("sim.ranking.diversity", "diversity_factor"),
    ("sim.models.campaign", "places"),  # names of columns; what may be asked of them is checked below
}
"""Plain + - * / that give the same bits with and without the compiler; the C library's differ between machines."""
OF_THE_TWIN = (
    "account",
    "asking",
    "brand",
    "checking",
    "community",
    "customers",
    "draws",
    "feed",
    "levers",
    "market",
    "occasions",
)
OF_THE_TWIN += ("opinion", "people", "platform", "platforms", "posts", "readiness", "rules", "seats", "sessions")
OF_THE_TWIN += ("telling",)
PARTS_ALLOWED = {
    *(f"sim.agents.{name}" for name in OF_THE_TWIN),
    *("sim.arithmetic", "sim.arithmetic.counts", "sim.arithmetic.normal", "sim.ranking", "sim.ranking.diversity"),
    "sim.ranking.presets",
    *("sim.models.campaign", "sim.models.campaign.parameters", "sim.models.campaign.platform"),
    "sim.models.campaign.grounds",  # constants alone
    "sim.models.campaign.hours",
    *("sim.border", "sim.levers", "sim.network", "sim.outcome", "sim.randomness", "sim.response", "sim.segments"),
    "sim.world",
}
OF_A_NETWORK = {"about", "attributes", "audience_of", "following_of", "values"}
"""What a twin may ask a network for: none of it is compiled."""
OF_A_WORLD = {"kernel": {"feed", "numbers", "scores"}, "places": {"GAPS", "OUT_MEAN", "PRIOR_VALUE", "RATES"}}
"""What the campaign's twin may read of a world: the table of ordinary posts, where it stands."""


def kernel_problems(source):
    """Whatever a twin imports or asks for that could run code of the engine's kernels."""
    from numba.core.dispatcher import Dispatcher

    found = []
    for step in ast.walk(ast.parse(source)):
        if isinstance(step, ast.Import):
            names = [alias.name for alias in step.names]
            found += [f"imports {name}" for name in names if name.split(".")[0] in ("sim", "numba", "numpy")]
            found += [f"imports {name}, which can reach anything" for name in names if name in ("importlib", "sys")]
        elif isinstance(step, ast.ImportFrom) and (step.module or "").split(".")[0] in ("sim", "numba"):
            for alias in step.names:
                if step.module not in PARTS_ALLOWED:
                    found.append(f"imports {alias.name} from {step.module}")
                elif (step.module, alias.name) not in COMPILED_ALLOWED:
                    thing = getattr(importlib.import_module(step.module), alias.name)
                    if isinstance(thing, (Dispatcher, types.ModuleType)):
                        found.append(f"imports {alias.name} of {step.module}, which is compiled or a whole module")
        elif isinstance(step, ast.Attribute) and isinstance(step.value, ast.Name) and step.value.id == "network":
            if step.attr not in OF_A_NETWORK:
                found.append(f"asks for network.{step.attr}")
        elif isinstance(step, ast.Attribute) and isinstance(step.value, ast.Name) and step.value.id in OF_A_WORLD:
            if step.attr not in OF_A_WORLD[step.value.id]:
                found.append(f"asks for {step.value.id}.{step.attr}")
        elif isinstance(step, ast.Name) and step.id in ("__import__", "eval", "exec"):
            found.append(f"uses {step.id}")
    return found


CODE_LINES = 1764
NOT_OF_CAMPAIGN = ("__init__", "cascade", "checking")
CAMPAIGN = [
    importlib.import_module(f"sim.agents.{file.stem}")
    for file in sorted(Path(agents.__file__).parent.glob("*.py"))
    if file.stem not in NOT_OF_CAMPAIGN
]
"""The files of the campaign's twin: all that are not named above."""


def code_of(source):
    """The lines of a file without its docstrings, comments and empty lines."""
    tree, said = ast.parse(source), set()
    for step in ast.walk(tree):
        if isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant) and isinstance(step.value.value, str):
            said |= set(range(step.lineno, step.end_lineno + 1))
    lines = enumerate(source.splitlines(), 1)
    return [line for number, line in lines if number not in said and line.strip() and not line.lstrip().startswith("#")]


def test_the_campaign_stays_readable():
    sources = [Path(twin.__file__).read_text(encoding="utf-8") for twin in CAMPAIGN]
    assert sum(len(code_of(source)) for source in sources) <= CODE_LINES
    assert len(code_of('"""What."""\n\n# why\nx = 1\n"""More\nof it."""\ny = 2\n')) == 2


@pytest.mark.parametrize("twin", [cascade_twins, cascade, *CAMPAIGN], ids=lambda twin: twin.__name__)
def test_the_twin_imports_no_kernel(twin):
    source = Path(twin.__file__).read_text(encoding="utf-8")
    arrays = ["imports numpy"] if twin is telling else []  # an outcome is made of arrays
    assert kernel_problems(source) == arrays
    if any(word in source for word in ("draw_int(", "uniform(", "world_key(")):
        assert "from sim.randomness import" in source, "a twin is fed the engine's draws"


@pytest.mark.parametrize(
    "line",
    [
        "from sim.models.independent_cascade import simulate",
        "from sim.models import independent_cascade",
        "from sim.models.campaign.people import inflow_a_day",
        "from sim.models.campaign.days import DAY",
        "from sim import models",
        "import sim.models.linear_threshold as m",
        "from sim.randomness import child",
        "from sim.randomness import U, below",
        "from sim.csr import transpose",
        "from sim.spreading import spread_sizes",
        "from sim.jit import jit",
        "from numba import njit",
        "def f(network):\n    return network.followers",
        "def f(kernel):\n    return kernel.person",
        "def f(places):\n    return places.sys",
        "from sim.models.campaign.response import readiness",
        "from sim.ranking.gravity import gravity",
        "__import__('sim.models')",
    ],
)
def test_a_twin_that_leans_on_the_engine_is_found(line):
    assert kernel_problems(line)


# -- negative controls: a changed rule is found


BY_MESA = {
    "nothing": ("", ""),
    "the coin of the edge turned round": ("COIN, sharer.id, self.id)", "COIN, self.id, sharer.id)"),
    "a coin a follower, not an edge": ("COIN, sharer.id, self.id)", "COIN, self.id)"),
    "a coin a step": ("COIN, sharer.id, self.id)", "COIN, sharer.id, self.id, sharer.reached_at)"),
    "the lower half of the draw": ("sharer.id, self.id) >> 32", "sharer.id, self.id) % 2**32"),
    "the last to be reached shares first": ("for sharer in sharers:", "for sharer in reversed(sharers):"),
    "followers in descending order": ("in self.followers:", "in reversed(self.followers):"),
    "a step is lost": ("sharer.reached_at + 1, sharer", "sharer.reached_at + 2, sharer"),
    "the sharer is not kept": ("sharer.reached_at + 1, sharer", "sharer.reached_at + 1, self"),
    "the sharer's chance": ("chance = self.chances[sharer]", "chance = max(self.chances.values())"),
    "worlds of another purpose": ("self.key = world_key(seed, JUDGING", "self.key = world_key(seed, EDGES"),
    "one replicate for all": ("JUDGING, replicate)", "JUDGING, 0)"),
    "weighted by followers": ("following_of(v)) for _, v", "audience_of(u)) for u, _"),
    "trivalency of another purpose": ("world_key(seed, EDGES), TRIVALENCY", "world_key(seed, JUDGING), TRIVALENCY"),
    "trivalency in another order": ("(0.1, 0.01, 0.001)", "(0.001, 0.01, 0.1)"),
    "a ratio of chances, not of hazards": ("1 - power(1 - chance, self.readiness)", "chance * self.readiness"),
    "the sharer's readiness": ("power(1 - chance, self.readiness)", "power(1 - chance, sharer.readiness)"),
    "topics that are not wanted": ("if topic in item.topics)", "if topic not in item.topics)"),
    "a match that is not standardised": ("(c - mean) / deviation if", "c if"),
    "interests without their length": ("wanted / length if", "wanted if"),
    "quality from 0": ("item.quality - 0.5", "item.quality"),
    "a threshold twice as low": ("self.id) >> 11", "self.id) >> 12"),
    "one threshold for all": ("THRESHOLD, self.id)", "THRESHOLD)"),
    "no memory of who shared": ("self.influence += self", "self.influence = self"),
    "weights without content": ("int(w * self.readiness + 0.5)", "w"),
}
BY_NETWORKX = {
    "nothing": ("", ""),
    "the coin of the edge turned round": ("COIN, u, v) >> 32 <=", "COIN, v, u) >> 32 <="),
    "the last to be reached shares first": ("for sharer in sharers:", "for sharer in reversed(sharers):"),
    "followers in descending order": (
        "sorted(graph.successors(sharer))",
        "sorted(graph.successors(sharer), reverse=True)",
    ),
    "a step is lost": ("reached[follower] = (step,", "reached[follower] = (step + 1,"),
    "weighted by followers": ("1 / graph.in_degree(v)", "1 / graph.out_degree(u)"),
    "trivalency of another purpose": ("world_key(seed, EDGES)", "world_key(seed, COIN)"),
    "a ratio of chances, not of hazards": ("1 - power(1 - float(p), ratio[v])", "min(1, p * ratio[v])"),
    "the sharer's readiness": ("power(1 - float(p), ratio[v])", "power(1 - float(p), ratio[u])"),
    "a threshold twice as low": ("THRESHOLD, v) >> 11", "THRESHOLD, v) >> 12"),
    "no memory of who shared": ("influence[v] += whole[u, v]", "influence[v] = whole[u, v]"),
    "weights without content": ("int(w * ratio[v] + 0.5)", "w"),
}
WORLDS = [(5, 0), (5, 1), (5, 2)]


@functools.cache
def the_engine():
    """The larger network and the engine's events in every busy setting and world."""
    case = busy_case()
    found = {}
    for number, (model, setting, item) in enumerate(BUSY):
        world = prepared(case, model, setting, item, seed=5)
        for seed, replicate in WORLDS:
            found[number, replicate] = engine_events(world, case.seeds, world_key(seed, JUDGING, replicate))
    return case, found


def altered(twin, old, new):
    """The twin's own text with one change, as a module."""
    source = Path(twin.__file__).read_text(encoding="utf-8")
    if twin is cascade:  # its second file goes in front
        source = source.replace("from sim.agents.readiness import readiness_for\n", "")
        source = Path(readiness.__file__).read_text(encoding="utf-8") + source
    assert old in source, f"the twin no longer says {old!r}"
    module = types.ModuleType("altered")
    exec(compile(source.replace(old, new) if old else source, "altered twin", "exec"), vars(module))
    return module


def equal_by_mesa(module):
    case, engine = the_engine()
    for number, (model, setting, item) in enumerate(BUSY):
        if model not in (CASCADE, THRESHOLD):  # it has no agents
            continue
        rule = module.CoinAccount if model == CASCADE else module.ThresholdAccount
        for seed, replicate in WORLDS:
            options = {"item": item, "seed": seed, "replicate": replicate, rule.setting: setting}
            try:
                events = module.run(case.network, case.seeds, rule, **options).events()
            except NetworkError:  # weights above 1
                return False
            if events != engine[number, replicate]:
                return False
    return True


def equal_by_networkx(module):
    case, engine = the_engine()
    for number, (model, setting, item) in enumerate(BUSY):
        item = item or Item()
        wanted = [TOPICS.index(topic) for topic in item.topics]
        ratio = module.hazard_ratios(case.graph, item.quality, wanted, 1.9, 0.5)
        chances = module.probabilities(case.graph, setting, 5)
        if model not in (CASCADE, THRESHOLD):  # its own tests hold it to its twin
            continue
        if model == CASCADE:
            chances, twin = module.with_content(chances, ratio), module.independent_cascade
        else:
            chances, twin = module.whole_weights(case.graph, chances, ratio), module.linear_threshold
        for seed, replicate in WORLDS:
            key = world_key(seed, JUDGING, replicate)
            if twin_events(twin(case.graph, chances, case.seeds, key)) != engine[number, replicate]:
                return False
    return True


@pytest.mark.parametrize("change", BY_MESA)
def test_a_changed_rule_of_the_agents_is_found(change):
    assert equal_by_mesa(altered(cascade, *BY_MESA[change])) == (change == "nothing")


@pytest.mark.parametrize("change", BY_NETWORKX)
def test_a_changed_rule_of_the_graph_twin_is_found(change):
    assert equal_by_networkx(altered(cascade_twins, *BY_NETWORKX[change])) == (change == "nothing")
