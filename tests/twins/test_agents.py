"""The Mesa agents equal the engine and the twin of networkx, event by event; and they are fit to be changed."""

import inspect
import subprocess
import sys

import mesa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twin_cases import (
    BUSY,
    CASCADE,
    LARGEST_SEED,
    MODULES,
    THRESHOLD,
    busy_case,
    cases,
    chances_of,
    effects,
    engine_events,
    items,
    numbers_of_worlds,
    prepared,
    settings_of,
    twin_events,
    twin_of,
    weights_that_fit,
)

import sim
from sim import agents
from sim.agents.checking import AgentsError
from sim.models import probabilities
from sim.network import Network, NetworkError
from sim.randomness import JUDGING, world_key
from sim.world import Item, PlanError

# of the models that there are as Mesa agents; another has its twin of networkx alone
RULES = {CASCADE: agents.CoinAccount, THRESHOLD: agents.ThresholdAccount}


def three_ways(case, model, setting, twin_setting, item, effects, seed, replicate):
    """The events of one world by the engine, by networkx and by Mesa."""
    rule = RULES[model]
    key = world_key(seed, JUDGING, replicate)
    chances = chances_of(case, model, twin_setting, item, effects, seed)
    world = agents.run(
        case.network,
        case.seeds,
        rule,
        item=item,
        seed=seed,
        replicate=replicate,
        **{rule.setting: setting},
        **(effects or {}),
    )
    return (
        engine_events(prepared(case, model, setting, item, effects, seed), case.seeds, key),
        twin_events(twin_of(model)(case.graph, chances, case.seeds, key)),
        world.events(),
    )


@given(st.data(), cases(), effects, numbers_of_worlds, numbers_of_worlds)
def test_independent_cascade_three_ways(data, case, effects, seed, replicate):
    setting, twin_setting = data.draw(settings_of(case))
    item = data.draw(items(case))
    engine, graph, mesa_events = three_ways(case, CASCADE, setting, twin_setting, item, effects, seed, replicate)
    assert engine == graph == mesa_events


@given(st.data(), cases(), effects, numbers_of_worlds, numbers_of_worlds)
def test_linear_threshold_three_ways(data, case, effects, seed, replicate):
    setting, twin_setting = weights_that_fit(data, case)
    item = data.draw(items(case))
    engine, graph, mesa_events = three_ways(case, THRESHOLD, setting, twin_setting, item, effects, seed, replicate)
    assert engine == graph == mesa_events


@pytest.mark.parametrize(("model", "setting", "item"), [entry for entry in BUSY if entry[0] in RULES])
def test_hundreds_of_events_three_ways(model, setting, item):
    case = busy_case()
    reached = 0
    for replicate in (0, 1, LARGEST_SEED):
        engine, graph, mesa_events = three_ways(case, model, setting, setting, item, None, 5, replicate)
        assert engine == graph == mesa_events
        reached += len(engine) - len(case.seeds)
    assert reached > (0 if setting == "trivalency" and item is None else 30)


@given(st.data(), cases(), effects, numbers_of_worlds)
def test_the_numbers_on_the_edges_are_the_same_to_the_bit(data, case, effects, seed):
    setting, twin_setting = data.draw(settings_of(case))
    item = data.draw(items(case))
    expected = chances_of(case, CASCADE, twin_setting, item, effects, seed)
    model = agents.Cascade(case.network, [], item=item, seed=seed, probability=setting, **effects)
    for account in model.accounts:
        for sharer, chance in account.chances.items():
            if account.readiness is not None:
                chance = 1 - agents.cascade.power(1 - chance, account.readiness)
            assert chance == expected[sharer.id, account.id]
    assert sum(len(account.chances) for account in model.accounts) == len(expected)


def test_the_public_call_gives_the_same_events():
    network = sim.generate("kol_communities", accounts=400, seed=2)
    for rule, model in ((agents.CoinAccount, CASCADE), (agents.ThresholdAccount, THRESHOLD)):
        for replicate in range(3):
            found = agents.run(network, [5, 0], rule, seed=11, replicate=replicate).events()
            outcome = sim.simulate(network, [5, 0], model, seed=11, replicate=replicate)
            arrays = (outcome.reached.tolist(), outcome.reached_at.tolist(), outcome.reached_by.tolist())
            assert found == list(zip(*arrays, strict=True))


def test_usual_settings_are_those_of_the_engine():
    for model, rule in RULES.items():
        assert MODULES[model].module.Parameters.model_fields[rule.setting].default == rule.usual
    usual = {name: field.default for name, field in probabilities.ContentEffects.model_fields.items()}
    signature = inspect.signature(agents.Cascade.__init__).parameters
    assert {name: signature[name].default for name in usual} == usual


# -- a student's way in


LINE = Network.from_edges([0, 1, 2], [1, 2, 3], 4)


def test_step_by_step():
    model = agents.Cascade(LINE, [0], probability=1.0)
    seen = [(model.reach, [account.id for account in model.sharers], model.running)]
    while model.running:
        model.step()
        seen.append((model.reach, [account.id for account in model.sharers], model.running))
    assert seen == [(1, [0], True), (2, [1], True), (3, [2], True), (4, [3], True), (4, [], False)]
    last = model.accounts[3]
    assert (last.reached_at, last.reached_by.id, last.reached_by.reached_by.id) == (3, 2, 1)
    assert [follower.id for follower in model.accounts[1].followers] == [2]
    assert not agents.Cascade(LINE, []).running


def test_a_changed_rule_has_its_effect():
    """Twice the same world; only the rule differs."""

    class Doubter(agents.CoinAccount):
        heard = 0

        def takes_up(self, sharer):
            self.heard += 1
            return self.heard >= 2 and super().takes_up(sharer)

    network = Network.from_edges([0, 1, 0, 1, 2], [2, 2, 3, 4, 4], 5)
    usual = agents.run(network, [0, 1], probability=1.0)
    doubting = agents.run(network, [0, 1], Doubter, probability=1.0)
    assert usual.events() == [(0, 0, -1), (1, 0, -1), (2, 1, 0), (3, 1, 0), (4, 1, 1)]
    assert doubting.events() == [(0, 0, -1), (1, 0, -1), (2, 1, 1), (4, 2, 2)]


def test_a_data_collector_reads_it():
    model = agents.Cascade(LINE, [0], probability=1.0)
    collector = mesa.DataCollector(
        model_reporters={"reach": "reach", "sharers": lambda m: len(m.sharers)},
        agent_reporters={"account": "id", "reached_at": "reached_at"},
    )
    collector.collect(model)
    while model.running:
        model.step()
        collector.collect(model)
    assert collector.get_model_vars_dataframe()["reach"].tolist() == [1, 2, 3, 4, 4]
    last = collector.get_agent_vars_dataframe().xs(model.steps, level="Step")
    assert dict(zip(last["account"], last["reached_at"], strict=True)) == {0: 0, 1: 1, 2: 2, 3: 3}


def test_a_rule_is_needed():
    class Silent(agents.Account):
        setting, usual = "probability", 1.0

    with pytest.raises(NotImplementedError, match="Silent needs a method takes_up"):
        agents.run(LINE, [0], Silent)


REFUSED = {
    "an unknown word": ({"probability": "often"}, NetworkError, "'often' is not allowed on this network"),
    "edge without values": ({"probability": "edge"}, NetworkError, "'edge' is not allowed on this network"),
    "above 1": ({"probability": 1.5}, NetworkError, "allowed: a probability from 0 to 1"),
    "too few": ({"probability": [0.5]}, NetworkError, "1 value for 3 edges"),
    "a setting of the other rule": ({"weight": 0.5}, AgentsError, "no setting 'weight'; allowed: probability"),
    "an unknown topic": ({"item": Item(topics=("tea",))}, NetworkError, "are not known here; allowed: none"),
    "an unknown seed": ({"seeds": [4]}, PlanError, "seed 4 is not in the network"),
    "a seed twice": ({"seeds": [1, 1]}, PlanError, "seed 1 is named twice"),
    "rows of seeds": (
        {"seeds": [[1], [1, 2]]},
        PlanError,
        r"must be a list of account ids .*, not \[\[1\], \[1, 2\]\]",
    ),
    "no network": ({"network": [[0, 1]]}, AgentsError, r"\[\[0, 1\]\] is no sim.Network; allowed: what sim.generate"),
    "no class": (
        {"account": "CoinAccount"},
        AgentsError,
        "'CoinAccount' is no class of accounts; allowed",
    ),
    "another class": ({"account": dict}, AgentsError, "dict is no class of accounts"),
    "a class without a setting": ({"account": agents.Account}, AgentsError, "Account does not say its setting; add"),
    "a word for an item": ({"item": "post"}, AgentsError, "item='post' is not allowed; allowed: a sim.world.Item"),
    "an impossible quality": ({"item": Item(quality=5)}, AgentsError, "the item's quality is 5; allowed: .* 0 to 1"),
    "an effect in words": ({"quality_effect": "strong"}, AgentsError, "quality_effect is 'strong'; allowed: a number"),
    "an effect that is none": ({"interest_effect": float("nan")}, AgentsError, "interest_effect is nan; allowed"),
    "a negative seed of the world": ({"seed": -1}, AgentsError, "seed=-1 is not allowed; allowed: a whole number"),
    "a seed of the world in words": ({"seed": "a"}, AgentsError, "seed='a' is not allowed"),
    "half a replicate": ({"replicate": 1.5}, AgentsError, "replicate=1.5 is not allowed; allowed: a whole number"),
    "a replicate too far": ({"replicate": 2**63}, AgentsError, "replicate=9223372036854775808 is not allowed"),
    "weights too heavy": (
        {"account": agents.ThresholdAccount, "network": Network.from_edges([0, 1], [2, 2], 3), "weight": 0.6},
        NetworkError,
        "account 2 follows sum to more than 1",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_allowed_is_said(name):
    given_, error, message = REFUSED[name]
    with pytest.raises(error, match=message):
        agents.run(**{"network": LINE, "seeds": [0], **given_})


# -- what importing it does


def in_a_new_process(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    return done.stdout.splitlines()


def test_importing_leaves_alone_what_mesa_would_change():
    """Importing mesa alone makes the whole program start its processes by spawn; and ``import sim`` does not import it.

    The agents need no model of the engine, either.
    """
    told = in_a_new_process("""
import multiprocessing, sys
import sim
sim.generate, sim.simulate, sim.compare, sim.load
print("mesa" in sys.modules, multiprocessing.get_start_method(allow_none=True))
from sim import Network, agents
print("mesa" in sys.modules, multiprocessing.get_start_method(allow_none=True))
""")
    assert told == ["False None", "True None"]
    told = in_a_new_process("""
import multiprocessing, sys
multiprocessing.set_start_method("forkserver" if sys.platform != "win32" else "spawn")
from sim import agents
from sim.network import Network
print("mesa" in sys.modules, multiprocessing.get_start_method(allow_none=True))
print(agents.run(Network.from_edges([0, 1], [1, 2], 3), [0], probability=1.0).reach)
print([name for name in sys.modules if name.startswith(("sim.models", "sim.spreading", "sim.experiment"))])
""")
    assert told == ["True forkserver" if sys.platform != "win32" else "True spawn", "3", "[]"]


def test_the_seed_of_mesas_own_generator_is_given():
    """A student who uses ``self.random`` in his rule gets the same world again."""
    draws = [agents.Cascade(LINE, [0], seed=seed).random.random() for seed in (7, 7, 8)]
    assert draws[0] == draws[1] != draws[2]
