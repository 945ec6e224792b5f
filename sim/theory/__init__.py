"""What must come out: closed forms that the tests hold the engines to, with their sources.

Everything here is exact arithmetic in double precision, for small networks or for families with a formula; nothing is
drawn. ``p`` is the probability of an edge, spreads count the seeds, a *law* is an array with the probability of k at
place k. One idea a file:

- ``closed_forms``: paths, cycles, stars, trees, complete networks.
- ``listed``: any small network, by all its worlds of live edges.
- ``degrees``: laws of degrees, and what thinning by p makes of them.
- ``giants``: where large outbreaks begin, how likely and how large they are, without and with directions.
- ``branching``: sizes of small outbreaks and of branching processes, for any law.
- ``allowed``: what they may be asked; what is not allowed is told in one sentence (:class:`TheoryError`).
- ``shapes``: structural virality, the friendship paradox.

Sources:

- KKT: Kempe, Kleinberg and Tardos 2003, "Maximizing the spread of influence through a social network" (KDD).
- Newman 2002, "Spread of epidemic disease on networks" (Physical Review E 66:016128).
- NSW: Newman, Strogatz and Watts 2001, "Random graphs with arbitrary degree distributions and their applications"
  (Physical Review E 64:026118).
- Dwass 1969, "The total progeny in a branching process and a related random walk" (Journal of Applied Probability
  6:682).
- Chen, Yuan and Zhang 2010, "Scalable influence maximization in social networks under the linear threshold model"
  (ICDM).
- Goel, Anderson, Hofman and Watts 2016, "The structural virality of online diffusion" (Management Science 62:180).
"""

from sim.theory.allowed import TheoryError
from sim.theory.branching import offspring_progeny, outbreak_sizes, total_progeny
from sim.theory.closed_forms import (
    complete_sizes,
    cycle_spread,
    diamond_chance,
    path_sizes,
    star_deviation,
    star_spread,
    tree_spread,
)
from sim.theory.degrees import excess_law, independent_laws, poisson_law, power_law, thinned
from sim.theory.giants import (
    Giant,
    critical_probability,
    directed_critical_probability,
    directed_giant,
    directed_mean_outbreak,
    giant_share,
    giant_share_poisson,
    mean_outbreak,
)
from sim.theory.listed import (
    LiveWorlds,
    best_spread,
    cascade_sizes,
    live_worlds,
    reachable,
    threshold_chances,
    threshold_sizes,
)
from sim.theory.shapes import mean_followers_of_followed, path_virality, star_virality, tree_virality

__all__ = [
    "Giant",
    "LiveWorlds",
    "TheoryError",
    "best_spread",
    "cascade_sizes",
    "complete_sizes",
    "critical_probability",
    "cycle_spread",
    "diamond_chance",
    "directed_critical_probability",
    "directed_giant",
    "directed_mean_outbreak",
    "excess_law",
    "giant_share",
    "giant_share_poisson",
    "independent_laws",
    "live_worlds",
    "mean_followers_of_followed",
    "mean_outbreak",
    "offspring_progeny",
    "outbreak_sizes",
    "path_sizes",
    "path_virality",
    "poisson_law",
    "power_law",
    "reachable",
    "star_deviation",
    "star_spread",
    "star_virality",
    "thinned",
    "threshold_chances",
    "threshold_sizes",
    "total_progeny",
    "tree_spread",
    "tree_virality",
]
