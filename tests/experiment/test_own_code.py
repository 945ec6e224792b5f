"""Code of the user's own: what goes wrong in it is told as his, with its line, before anything is kept."""

import sys
from pathlib import Path

import numpy as np
import pytest

from sim import experiment
from sim.experiment.code import CodeError
from sim.results import RunError
from sim.scenario import from_text
from sim.strategies.budget import Budget, take
from sim.world import PlanError

BASE = """
name: own
seed: 5
model: {independent_cascade: {probability: .1}}
network: {generator: kol_communities, accounts: 60, mean_followers: 4}
plans:
  a: {seeds: {accounts: [1, 2]}}
  b: {seeds: {accounts: [3]}}
compare: {metrics: [reach], replicates: 20, added_reach: 0}
"""
MODEL = BASE.replace("independent_cascade: {probability: .1}", "my.py:simulate: {}")
METRIC = BASE.replace("[reach]", "[reach, my.py:measure]")
STRATEGY = BASE.replace("{accounts: [3]}", "{choose: my.py:choose, count: 2}")
TAKE = (
    "import numpy as np\nfrom sim.strategies.budget import take\nfrom sim.world import Choice\n"
    "def choose(world, budget, key, parameters):\n"
)
OUTCOME = "import numpy as np\nfrom sim.outcome import Outcome\ndef simulate(world, plan, key, work):\n"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (METRIC, "import sys\nsys.exit(0)\n", r"my.py, line 2: SystemExit: 0"),
        (METRIC, "1 +\n", r"my.py.*SyntaxError"),
        (METRIC, "import nonsense_module\n", r"my.py, line 1: ModuleNotFoundError"),
        (METRIC, "x = 1\n", r"my.py has no function 'measure'"),
        (
            METRIC,
            "def measure(world, outcome):\n    raise ValueError('boom')\n",
            r"my.py:measure, line 2: ValueError: boom",
        ),
        (METRIC, "import sys\ndef measure(world, outcome):\n    sys.exit(0)\n", r"my.py:measure, line 3: SystemExit"),
        (METRIC, "def measure(world, outcome):\n    return 'x'\n", r"my.py:measure gave 'x'; a metric gives a number"),
        (METRIC, "def measure(world, outcome):\n    return None\n", r"gave None"),
        (METRIC, "def measure(world, outcome):\n    return 10 ** 400\n", r"gave 1000"),
        (METRIC, "def measure(world, outcome):\n    return float('inf')\n", r"gave inf"),
        (
            MODEL,
            "def simulate(world, plan, key, work):\n    return None\n",
            r"gave NoneType; a model gives a sim.Outcome",
        ),
        (MODEL, OUTCOME + "    return Outcome(np.array([60]), np.zeros(1), -np.ones(1))\n", r"outside 0 to 59"),
        (MODEL, OUTCOME + "    return Outcome(np.array([1, 1]), np.zeros(2), -np.ones(2))\n", r"an account twice"),
        (MODEL, OUTCOME + "    return Outcome(np.array([1.5]), np.zeros(1), -np.ones(1))\n", r"whole numbers"),
        (MODEL, OUTCOME + "    return Outcome(np.array([1]), np.zeros(2), -np.ones(1))\n", r"equally long"),
        (
            MODEL,
            OUTCOME + "    return Outcome(np.array([4, 1]), np.zeros(2), np.array([-1, -7]))\n",
            r"my.py:simulate: outcome.reached_by of account 1 is -7; allowed: -1 \(a seed\), or an account that stands",
        ),
        (
            MODEL,
            OUTCOME + "    return Outcome(np.array([4, 1]), np.zeros(2), np.array([-1, 99]))\n",
            r"account 1 is 99",
        ),
        (MODEL, OUTCOME + "    return Outcome(np.array([4, 1]), np.zeros(2), np.array([-1, 3]))\n", r"account 1 is 3;"),
        (MODEL, OUTCOME + "    return Outcome(np.array([4, 1]), np.zeros(2), np.array([1, -1]))\n", r"account 4 is 1;"),
        (MODEL, OUTCOME + "    return Outcome(np.array([4, 1]), np.zeros(2), np.array([-1, 1]))\n", r"account 1 is 1;"),
        (MODEL, OUTCOME + "    return Outcome(np.array([1]), np.zeros(1), np.array([np.nan]))\n", r"account 1 is nan"),
        (MODEL, OUTCOME + "    return Outcome(np.array([1]), ['x'], -np.ones(1))\n", r"my.py:simulate: ValueError"),
        (MODEL, OUTCOME + "    pass\ndef workspace(world):\n    return world.x\n", r"my.py:simulate, line 6: Attri"),
        (
            STRATEGY,
            "def choose(world, budget, key, parameters):\n    pass\ndef is_random(parameters):\n    return 1 / 0\n",
            r"my.py:choose, line 4: ZeroDivisionError",
        ),
        (STRATEGY, "def choose(world, budget, key, parameters):\n    return [1]\n", r"gave list; a strategy gives"),
        (STRATEGY, "def choose(world, budget, key, parameters):\n    return 1 / 0\n", r"line 2: ZeroDivisionError"),
        (
            STRATEGY,
            TAKE + "    return take(np.array([np.nan, 2, 1]), budget)\n",
            r"choose, line 5: PlanError: the order is",
        ),
        (
            STRATEGY,
            TAKE + "    return take([2, 60, 1], budget)\n",
            r"my.py:choose: of what it chose, seed 60 is not in",
        ),
        (STRATEGY, TAKE + "    return take([2, -1, 1], budget)\n", r"choose, line 5: PlanError: the order holds -1"),
        (STRATEGY, TAKE + "    return Choice(np.array([-3]))\n", r"my.py:choose: of what it chose, seed -3 is not in"),
        (STRATEGY, TAKE + "    return Choice([7, 7])\n", r"my.py:choose: of what it chose, seed 7 is named twice"),
        (STRATEGY, TAKE + "    return Choice(np.array([1.5]))\n", r"my.py:choose: of what it chose, seeds must be"),
    ],
)
def test_what_goes_wrong_in_own_code_is_told_as_the_users(text: str, code: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "my.py").write_text(code, encoding="utf-8")
    scenario = from_text(text, tmp_path, allow_code=[tmp_path / "my.py"])
    with pytest.raises(CodeError, match=said):
        experiment.compare(scenario, out=tmp_path / "runs")
    assert not list((tmp_path / "runs").glob("*")), "a run that judged nothing leaves no folder"


def test_an_order_beyond_the_prices_is_refused_before_money_is_looked_up() -> None:
    prices = np.full(5, 2.0)
    assert take([4, 0], Budget(amount=4.0, prices=prices)).accounts.tolist() == [4, 0]
    assert take([], Budget(count=0)).accounts.tolist() == []
    for order in ([5, 0], [0, -1]):
        with pytest.raises(PlanError, match=r"the order holds (5|-1), which is no account; allowed: from 0 to 4"):
            take(order, Budget(amount=4.0, prices=prices))


def test_a_list_of_ids_is_a_choice(tmp_path: Path) -> None:
    (tmp_path / "my.py").write_text(TAKE + "    return Choice([7, 3])\n", encoding="utf-8")
    found = experiment.compare(from_text(STRATEGY, tmp_path, allow_code=[tmp_path / "my.py"]), out=None)
    assert found.choices.query("plan == 'b'")["account"].tolist() == [7, 3]


def test_a_metric_that_is_not_a_number_somewhere_cannot_decide(tmp_path: Path) -> None:
    code = "def measure(world, outcome):\n    return float('nan') if outcome.reach > 3 else 1.0\n"
    (tmp_path / "my.py").write_text(code, encoding="utf-8")
    text = METRIC.replace("[reach, my.py:measure]", "[my.py:measure, reach]")
    scenario = from_text(text, tmp_path, allow_code=[tmp_path / "my.py"])
    with pytest.raises(
        RunError, match=r"my.py:measure cannot decide: under plan 'a' it is not a finite number in \d+ of 20"
    ):
        experiment.compare(scenario, out=None)
    beside = experiment.compare(from_text(METRIC, tmp_path, allow_code=[tmp_path / "my.py"]), out=None)
    assert beside.runs["my.py:measure"].isna().any()


def test_own_parameters_are_checked_by_the_files_own_class(tmp_path: Path) -> None:
    code = (
        "from pydantic import BaseModel, ConfigDict\n"
        "class Parameters(BaseModel):\n"
        "    model_config = ConfigDict(extra='forbid')\n"
        "    most: int = 3\n"
        "from sim.outcome import Outcome\n"
        "def simulate(world, plan, key, work):\n"
        "    seeds = plan.seeds[: world.parameters.most]\n"
        "    return Outcome(seeds, 0.0 * seeds, -1 - 0 * seeds)\n"
    )
    (tmp_path / "my.py").write_text(code, encoding="utf-8")
    allowed = [tmp_path / "my.py"]
    text = MODEL.replace("my.py:simulate: {}", "my.py:simulate: {most: 1}")
    found = experiment.compare(from_text(text, tmp_path, allow_code=allowed), out=None)
    assert found.runs["reach"].max() == 1
    with pytest.raises(CodeError, match=r"simulate: .*mots"):
        experiment.compare(from_text(text.replace("most:", "mots:"), tmp_path, allow_code=allowed), out=None)


REVERSE = (
    "from sim.models import independent_cascade as known\n"
    "from sim.models.independent_cascade import Parameters, prepare, reverse_sets, simulate, workspace\n"
)
GREEDY = MODEL.replace("{accounts: [3]}", "{choose: greedy, count: 2}")


def reaches(text: str, folder: Path) -> list[float]:
    return experiment.compare(from_text(text, folder, allow_code=[folder / "my.py"]), out=None).runs["reach"].tolist()


def test_own_model_that_walks_backwards_is_chosen_for_as_the_model_that_it_copies(tmp_path: Path) -> None:
    (tmp_path / "my.py").write_text(REVERSE + "reverse = known.reverse\n", encoding="utf-8")
    own = GREEDY.replace("my.py:simulate: {}", "my.py:simulate: {probability: .1}")
    assert reaches(own, tmp_path) == reaches(own.replace("my.py:simulate", "independent_cascade"), tmp_path)


def test_half_of_walking_backwards_is_not_used(tmp_path: Path) -> None:
    """``reverse_sets`` without ``reverse``: the file is simulated."""
    (tmp_path / "my.py").write_text(REVERSE, encoding="utf-8")
    assert min(reaches(GREEDY, tmp_path)) >= 2


def test_what_goes_wrong_in_own_reverse_walk_is_told_as_the_users(tmp_path: Path) -> None:
    code = REVERSE + "def reverse(world, root, key, work):\n    return 1 / 0\n"
    (tmp_path / "my.py").write_text(code, encoding="utf-8")
    scenario = from_text(GREEDY, tmp_path, allow_code=[tmp_path / "my.py"])
    with pytest.raises(CodeError, match=r"my.py:simulate, line 4: ZeroDivisionError"):
        experiment.compare(scenario, out=None)


HELPED = "from aid import worth\n\n\ndef measure(world, outcome):\n    return float(worth(1))\n"


def worth_by_a_file_beside(folder: Path, aid: str) -> float:
    folder.mkdir(exist_ok=True)
    (folder / "my.py").write_text(HELPED, encoding="utf-8")
    (folder / "aid.py").write_text(f"def worth(x):\n    return {aid}\n", encoding="utf-8")
    scenario = from_text(METRIC, folder, allow_code=[folder / "my.py"])
    return float(experiment.compare(scenario, out=None).runs["my.py:measure"].mean())


def test_the_file_that_lies_beside_it_is_the_one_that_is_imported(tmp_path: Path) -> None:
    """Wherever the command is given, and whatever another folder's file of this name has been in this session."""
    assert worth_by_a_file_beside(tmp_path / "one", "x + 1") == 2.0
    assert worth_by_a_file_beside(tmp_path / "other", "x + 20") == 21.0
    assert worth_by_a_file_beside(tmp_path / "one", "x + 3000") == 3001.0, "edited in the same session"
    assert "aid" not in sys.modules
    assert str(tmp_path / "one") not in sys.path
