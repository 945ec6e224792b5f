"""What the facts of this folder say, with equation and source: the first table of docs/validation.md."""

KKT = "Kempe, Kleinberg and Tardos 2003, KDD"
NEWMAN = "Newman 2002, Phys. Rev. E 66:016128"
NSW = "Newman, Strogatz and Watts 2001, Phys. Rev. E 64:026118"

SOURCES = {
    "A1": ("A path from its end: P(k) = p^(k-1) (1 - p) for k < n, mean (1 - p^n) / (1 - p)", "a chain of coins"),
    "A2": ("An undirected cycle: 1 + 2p (1 - p^(n-1)) / (1 - p) - (n - 1) p^n", "a chain of coins each way"),
    "A3": (
        "A star: 1 + Lp and deviation sqrt(L p (1 - p)) from the hub, 1 + p (1 + (L - 1) p) from a leaf",
        "the binomial law",
    ),
    "A4": ("A complete tree from its root: the sum of (b p)^d over the depths d", "linearity of the mean"),
    "A5": (
        "A complete network: the component of one account in G(n, p), "
        "P(k) = binom(n-1, k-1) C_k q^(k (n-k)) with C_m the chance that G(m, p) is connected",
        "Gilbert 1959, Ann. Math. Statist. 30:1141",
    ),
    "A6": ("The diamond s -> a, b -> t: 1 - (1 - p^2)^2 by independent cascade, 2 w p by linear threshold", KKT),
    "A7": (
        "Linear threshold where no chain of edges returns: P(v) = sum of w(u, v) P(u)",
        "Chen, Yuan and Zhang 2010, ICDM",
    ),
    "A8": ("Any small network: all 2^m worlds of live edges, each with its chance", KKT + ", claim 2.3"),
    "A9": (
        "Live edges: independent cascade keeps each edge with its probability, linear threshold at most one edge "
        "into each account, each with its weight",
        KKT + ", claims 2.3 and 2.6",
    ),
    "A10": (
        "In one world of live edges more seeds never reach less, and what an account adds never grows with the seeds",
        KKT + ", theorem 2.2",
    ),
    "A11": ("Greedy reaches at least 1 - 1/e of the best", "Nemhauser, Wolsey and Fisher 1978; " + KKT),
    "A13a": ("Poisson network with c followers: S = 1 - exp(-c p S)", NEWMAN),
    "A13b": ("Poisson network below the threshold: mean 1 / (1 - c p), sizes by Borel's law", NEWMAN),
    "A13c": ("Random 3-regular network: u = 1 - p + p G1(u), S = 1 - G0(u), threshold 1/2", NEWMAN),
    "A13d": ("Random 4-regular network: the same, threshold 1/3", NEWMAN),
    "A13e": ("Power law k^-2.5 on 3 .. 100: the same, threshold mean k / (mean k^2 - mean k)", NEWMAN),
    "A13f": ("Power law k^-2.5 on 1 .. 1000: the same", NEWMAN),
    "A14": (
        "Directed network of given degrees: the reach of a large outbreak and its chance are the OUT and the IN "
        "component of the giant strongly connected component, and differ",
        NSW + "; Dorogovtsev, Mendes and Samukhin 2001, Phys. Rev. E 64:025101",
    ),
    "A16": (
        "The mean component outside the largest is largest where p is the critical probability "
        "mean k / (mean k^2 - mean k)",
        NEWMAN,
    ),
    "A31": (
        "Directed Poisson network with mean c: sizes of cascades are those of a branching process, "
        "P(n) = exp(-mu n) (mu n)^(n-1) / n! with mu = c p",
        "Borel 1942; Tanner 1961, Biometrika 48:222",
    ),
    "A39": (
        "Structural virality: star 2 (n - 1) / n, path (n + 1) / 3, complete trees by the pairs that cross each edge",
        "Goel, Anderson, Hofman and Watts 2016, Management Science 62:180",
    ),
    "A40": (
        "The mean degree at the end of a random link is mean k^2 / mean k",
        "Feld 1991, American Journal of Sociology 96:1464",
    ),
    "p = 1": ("An edge of probability 1 never fails: exactly the reachable set is reached", "graph search"),
    "spread": (
        "Spread of the 50 most followed accounts of real networks, as another library published it",
        "CyNetDiff 0.1.18",
    ),
}
