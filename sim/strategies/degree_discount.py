"""The most followed, where followers who are seeds already do not count.

Chen, Wang and Yang 2009 (KDD), section 4: in a cascade with one small probability p, an account with d followers of
whom t are seeds is worth d - 2t - (d - t) t p (degree discount, theorem 2 there, for friends who follow each other).
Here followers and followings may differ. Of an account's d followers t_out are seeds, and it follows t_in seeds, each
of which may reach it anyway:

    (1 - p)^t_in * (1 + (d - t_out) p)  is about  1 + p * (d - t_out - t_in - (d - t_out) t_in p)

and the bracket is the score: the paper's where both agree. Without one p it is the paper's single discount, d - t_out.
Scores stand in a tournament tree, equal ones by ascending id. Cost: O(n + links of the chosen x log n).
"""

import numpy as np
from pydantic import Field

from sim.jit import jit
from sim.strategies.budget import Budget
from sim.strategies.candidates import Candidates, of_tier
from sim.world import Choice, World

HELPERS = ()


class Parameters(Candidates):
    """Parameters of degree_discount."""

    probability: float | None = Field(
        None,
        ge=0,
        le=1,
        description="the p of the discount (probability); not given: the model's, if it is an independent cascade with "
        "one number, else the single discount. Source: Chen, Wang and Yang 2009",
    )


def choose(world: World, budget: Budget, key: int, parameters: Parameters) -> Choice:
    """See the module's docstring; the key is not used. The gain of an account is its score when it was chosen."""
    network = world.network
    n = len(network)
    allowed = budget.free(of_tier(network, parameters.tier))
    price, amount = budget.units(n)
    if budget.amount is not None and not (price[allowed] <= amount).any():
        raise budget.refuse_nobody(allowed)
    probability = parameters.probability
    if probability is None and world.model == "independent_cascade":
        given = getattr(world.parameters, "probability", None)
        probability = float(given) if isinstance(given, (int, float)) else None
    score = np.full(n, -np.inf)
    score[allowed] = network.followers[allowed]
    leaves = 1 << max(1, (n - 1).bit_length())
    tree = np.full(2 * leaves, -1, np.int32)
    _build(tree, score)
    chosen, passed = np.zeros(n, np.int32), np.zeros(n, np.int32)
    gains = np.zeros(n)
    seeds = np.zeros((2, n), np.int32)
    rows = (network.audience_offsets, network.audience, network.following_offsets, network.following)
    p = -1.0 if probability is None else probability
    count, dear = _run(*rows, p, price, amount, score, tree, seeds, chosen, gains, passed)
    choice = budget.choice(chosen[:count].copy(), gains[:count].copy(), passed[:dear])
    choice.about["rule"] = "single discount" if probability is None else f"degree discount, p = {probability:g}"
    return choice


@jit
def _winner(tree, score, place):
    """The better of two neighbouring leaves or branches, the left one if they are equal."""
    left, right = tree[2 * place], tree[2 * place + 1]
    if right < 0 or (left >= 0 and score[left] >= score[right]):
        return left
    return right


@jit
def _build(tree, score):
    leaves = tree.shape[0] // 2
    for u in range(score.shape[0]):
        tree[leaves + u] = u
    for place in range(leaves - 1, 0, -1):
        tree[place] = _winner(tree, score, place)


@jit
def _change(tree, score, account, new):
    """Give an account another score."""
    score[account] = new
    place = (tree.shape[0] // 2 + account) // 2
    while place > 0:
        tree[place] = _winner(tree, score, place)
        place //= 2


@jit
def _score(p, followers, t_out, t_in):
    left = np.float64(followers - t_out)
    if p < 0:
        return left
    return left - t_in - left * t_in * p


@jit
def _run(
    audience_offsets,
    audience,
    following_offsets,
    following,
    p,
    price,
    left,
    score,
    tree,
    seeds,
    chosen,
    gains,
    passed,
):
    """Choose while the budget lasts; returns how many were chosen, and passed over before the last one.

    ``seeds[0, v]`` counts the seeds among v's followers, ``seeds[1, v]`` those among the accounts that v follows.
    """
    count = 0
    dear = 0
    dear_before_last = 0
    while True:
        u = np.int64(tree[1])
        if score[u] == -np.inf:
            return count, dear_before_last
        if price[u] > left:
            passed[dear] = u
            dear += 1
            _change(tree, score, u, -np.inf)
            continue
        left -= price[u]
        chosen[count] = u
        gains[count] = score[u]
        count += 1
        dear_before_last = dear
        _change(tree, score, u, -np.inf)
        for e in range(following_offsets[u], following_offsets[u + 1]):
            v = np.int64(following[e])
            seeds[0, v] += 1
            if score[v] > -np.inf:
                followers = audience_offsets[v + 1] - audience_offsets[v]
                _change(tree, score, v, _score(p, followers, seeds[0, v], seeds[1, v]))
        if p >= 0:
            for e in range(audience_offsets[u], audience_offsets[u + 1]):
                v = np.int64(audience[e])
                seeds[1, v] += 1
                if score[v] > -np.inf:
                    followers = audience_offsets[v + 1] - audience_offsets[v]
                    _change(tree, score, v, _score(p, followers, seeds[0, v], seeds[1, v]))
