"""Files of ``sim.ranking`` run by Python alone, and candidates to run them on."""

from pathlib import Path

import numpy as np

import sim.arithmetic
import sim.ranking
from sim.randomness import U, fill_uniform
from sim.ranking import Candidate

ARITHMETIC = Path(sim.arithmetic.__file__)
FOLDER = Path(sim.ranking.__file__).parent
REPLACED = ("from sim.jit import", "from sim.arithmetic import")


def run(path, names):
    """Execute a file without its imports of kernels; these come from ``names``, and ``jit`` does nothing."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = ["" if line.startswith(REPLACED) else line for line in lines]
    exec(compile("\n".join(kept), str(path), "exec"), names)
    return names


def in_python(name):
    """The names of ``sim/ranking/NAME.py``, nothing in it compiled, nor in what it calls."""
    names = run(ARITHMETIC, {"__name__": f"{name}_in_python", "jit": lambda function: function})
    return run(FOLDER / f"{name}.py", names)


def uniforms(count, key):
    out = np.empty(count)
    fill_uniform(U(key), out)
    return out


def candidates(count, key=1):
    """Posts of all kinds: new and old, unseen and famous, liked and hidden, expected to please or not."""
    u = uniforms(count * len(Candidate._fields), key).reshape(count, -1)
    for row in u.tolist():
        draw = dict(zip(Candidate._fields, row, strict=True))
        post = {name: float(int(10.0 ** (6 * value) - 1)) for name, value in draw.items()}  # many of them are 0
        post["age"] = 72.0 * draw["age"] ** 3
        post["value"] = 2.0 * draw["value"] - 0.7
        post["match"] = 6.0 * draw["match"] - 3.0
        post["recency"] = 0.1 + 10.0 * draw["recency"]
        post["stranger_factor"] = 1.5 * draw["stranger_factor"]
        post["followed"] = float(draw["followed"] < 0.5)
        post["mutual"] = post["followed"] * float(draw["mutual"] < 0.5)
        yield Candidate(**post)


NOTHING = Candidate(*[0.0] * len(Candidate._fields))._replace(recency=1.0, stranger_factor=1.0)
