"""The network: accounts are rows, edges are two CSR tables, attributes are arrays by account id.

An edge ``u -> v`` means that v follows u: content flows from u to v. ``audience`` holds the followers of each account,
``following`` the accounts that each one follows. Arrays are C-contiguous, of fixed type and never writeable.
"""

import hashlib
import os
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.border import NetworkError, checked_ids, checked_probabilities, counted, is_whole, shown
from sim.saved import SAVED_TYPES, NotSaved, read_folder, write_folder

MAXIMUM_ACCOUNTS = 2**31 - 1
"""Account ids are 32-bit integers."""

ATTRIBUTE_TYPES = {"community": np.int32, "tier": np.int8, "activity": np.float32, "interests": np.float32}
"""Types of the attributes that the engine knows; others keep their own."""

TIERS = ("koc", "tail", "waist", "head")
"""Names of the tiers, from the fewest followers to the most; the attribute `tier` is the place in this list."""


def frozen(array: np.ndarray, dtype: Any) -> np.ndarray:
    """The array, C-contiguous, of this type and not writeable (a view where possible, also of a memory map)."""
    result = np.ascontiguousarray(array, dtype=dtype)
    result = np.asarray(result)[...] if result is array else np.asarray(result)
    result = result.view()
    result.flags.writeable = False
    return result


class Network:
    """An immutable network of accounts.

    Make one with :func:`sim.generate`, :func:`sim.read_network`, :meth:`from_edges`, :meth:`from_networkx` or
    :meth:`from_scipy`.

    Attributes:
        audience_offsets, audience: followers of u are ``audience[audience_offsets[u]:audience_offsets[u + 1]]``, sorted
            (int64[n + 1], int32[m]).
        following_offsets, following: the same for the accounts that u follows.
        values: each edge's own value in the order of ``audience`` (float64[m]), or None; ``probability: edge`` uses it.
        attributes: arrays by account id: community (int32), tier (int8), activity (posts a day), interests
            (a row each).
        labels: the accounts' names in the source, or None if they are called 0 .. n - 1.
        about: how the network was made, and what was changed at the border (self-loops, duplicates).

    >>> chain = Network.from_edges([0, 1], [1, 2], 3)
    >>> chain
    Network: 3 accounts, 2 edges
    >>> chain.followers, chain.audience_of(0)
    (array([1, 1, 0]), array([1], dtype=int32))
    """

    def __init__(
        self,
        audience_offsets: np.ndarray,
        audience: np.ndarray,
        *,
        following_offsets: np.ndarray | None = None,
        following: np.ndarray | None = None,
        values: np.ndarray | None = None,
        attributes: Mapping[str, np.ndarray] | None = None,
        labels: list[Hashable] | None = None,
        about: Mapping[str, Any] | None = None,
    ):
        self.audience_offsets = frozen(audience_offsets, np.int64)
        self.audience = frozen(audience, np.int32)
        if following_offsets is None or following is None:
            from sim.csr import transpose

            following_offsets, following = transpose(self.audience_offsets, self.audience)
        self.following_offsets = frozen(following_offsets, np.int64)
        self.following = frozen(following, np.int32)
        self.values = None if values is None else frozen(values, np.float64)
        self.attributes: dict[str, np.ndarray] = {}
        for name, array in (attributes or {}).items():
            array = np.asarray(array)
            if len(array) != len(self):
                raise NetworkError(f"attribute {name!r} has {len(array)} values for {len(self)} accounts")
            self.attributes[name] = frozen(array, ATTRIBUTE_TYPES.get(name, array.dtype))
        if labels is not None and len(labels) != len(self):
            raise NetworkError(f"{len(labels)} labels for {len(self)} accounts")
        self.labels = labels
        self.about = dict(about or {})
        self._ids: dict[Hashable, int] | None = None
        self._fingerprint: str | None = None
        self._followers: np.ndarray | None = None
        self._followings: np.ndarray | None = None

    # -- size and neighbours

    def __len__(self) -> int:
        return len(self.audience_offsets) - 1

    @property
    def account_count(self) -> int:
        """How many accounts there are."""
        return len(self)

    @property
    def edge_count(self) -> int:
        """How many edges (v follows u) there are."""
        return len(self.audience)

    @property
    def followers(self) -> np.ndarray:
        """How many followers each account has (int64[n])."""
        if self._followers is None:
            self._followers = frozen(np.diff(self.audience_offsets), np.int64)
        return self._followers

    @property
    def followings(self) -> np.ndarray:
        """How many accounts each account follows (int64[n])."""
        if self._followings is None:
            self._followings = frozen(np.diff(self.following_offsets), np.int64)
        return self._followings

    def audience_of(self, account: int) -> np.ndarray:
        """The followers of one account, sorted."""
        return self.audience[self.audience_offsets[account] : self.audience_offsets[account + 1]]

    def following_of(self, account: int) -> np.ndarray:
        """The accounts that one account follows, sorted."""
        return self.following[self.following_offsets[account] : self.following_offsets[account + 1]]

    def told_more(self, about: Mapping[str, Any], attributes: Mapping[str, np.ndarray] | None = None) -> "Network":
        """The same network, of which more is told, with further attributes (or others): all tables are shared."""
        return Network(
            self.audience_offsets,
            self.audience,
            following_offsets=self.following_offsets,
            following=self.following,
            values=self.values,
            attributes={**self.attributes, **(attributes or {})},
            labels=self.labels,
            about={**self.about, **about},
        )

    def __repr__(self) -> str:
        return f"Network: {counted(len(self), 'account')}, {counted(self.edge_count, 'edge')}"

    # -- names

    def label(self, account: int) -> Hashable:
        """The name that the source gave to an account id."""
        if not is_whole(account) or not 0 <= account < len(self):
            raise NetworkError(f"account {shown(account)} is not in the network; allowed: 0 to {len(self) - 1}")
        return account if self.labels is None else self.labels[account]

    def name(self, account: int) -> str:
        """What an account is called: like the KOL for whom it acts (``about["kols"]``), else by its label."""
        return self.about.get("kols", {}).get(str(account)) or str(self.label(account))

    def id(self, label: Hashable) -> int:
        """The account id of a name in the source."""
        if self.labels is None:
            if is_whole(label) and 0 <= label < len(self):
                return int(label)
        else:
            if self._ids is None:
                self._ids = {name: account for account, name in enumerate(self.labels)}
            if isinstance(label, Hashable) and label in self._ids:
                return self._ids[label]
        raise NetworkError(f"no account is called {shown(label)} in this network of {len(self):,} accounts")

    # -- from and to other forms

    @classmethod
    def from_edges(
        cls,
        source: Iterable[int] | np.ndarray,
        target: Iterable[int] | np.ndarray,
        accounts: int,
        *,
        values: Iterable[float] | np.ndarray | None = None,
        self_loops: str = "drop",
        duplicates: str = "merge",
        attributes: Mapping[str, np.ndarray] | None = None,
        labels: list[Hashable] | None = None,
        about: Mapping[str, Any] | None = None,
    ) -> "Network":
        """A network of edges ``source[i] -> target[i]`` (the target follows the source; content flows along).

        Args:
            source, target: account ids, 0 to accounts - 1.
            accounts: how many accounts there are.
            values: each edge's own probability in [0, 1], or None.
            self_loops: "drop" (counted in ``about["border"]``) or "refuse".
            duplicates: "merge" (counted; probabilities p, q become 1 - (1 - p)(1 - q)) or "refuse".

        Raises:
            NetworkError: an id or a value out of range, a refused self-loop or duplicate.
        """
        from sim.csr import both_directions, count_self_loops, repeated, rows, sorted_rows, without

        if not is_whole(accounts) or not 0 < accounts <= MAXIMUM_ACCOUNTS:
            raise NetworkError(f"a network needs 1 to {MAXIMUM_ACCOUNTS:,} accounts, not {shown(accounts)}")
        for word, rule, allowed in (
            ("self_loops", self_loops, ("drop", "refuse")),
            ("duplicates", duplicates, ("merge", "refuse")),
        ):
            if rule not in allowed:
                raise NetworkError(f"{word}: {shown(rule)} is not allowed; allowed: {', '.join(allowed)}")
        start, end = checked_ids("source", source), checked_ids("target", target)
        if len(start) != len(end):
            raise NetworkError(f"{counted(len(start), 'source')} for {counted(len(end), 'target')}")
        edge_values = None if values is None else checked_probabilities(values, len(start))
        loop_count = count_self_loops(start, end, accounts)
        if loop_count is None:
            word = "target" if not len(start) or 0 <= start.min() <= start.max() < accounts else "source"
            raise NetworkError(f"a {word} is outside the accounts: allowed are whole numbers 0 to {accounts - 1}")
        start, end = start.astype(np.int32, copy=False), end.astype(np.int32, copy=False)

        border = {"self_loops_dropped": loop_count, "duplicates_merged": 0}
        if loop_count:
            loops = start == end
            if self_loops == "refuse":
                where = int(np.flatnonzero(loops)[0])
                raise NetworkError(f"edge {where}: account {start[where]} follows itself, and self_loops is 'refuse'")
            keep = ~loops
            start, end = start[keep], end[keep]
            edge_values = None if edge_values is None else edge_values[keep]

        if edge_values is None and duplicates == "merge":
            offsets, neighbours, following_offsets, following = both_directions(start, end, accounts)
            border["duplicates_merged"] = len(start) - len(neighbours)
            if len(neighbours) < 0.9 * len(start):  # give the room back
                neighbours, following = neighbours.copy(), following.copy()
            about = {**(about or {}), "border": border}
            both = {"following_offsets": following_offsets, "following": following}
            return cls(offsets, neighbours, **both, attributes=attributes, labels=labels, about=about)
        if edge_values is None:
            offsets, neighbours = sorted_rows(start, end, accounts)
        else:
            offsets, neighbours, order = rows(start, end, accounts)
            edge_values = edge_values[order]
        border["duplicates_merged"], again = repeated(offsets, neighbours)
        if border["duplicates_merged"]:
            if duplicates == "refuse":
                where = int(np.flatnonzero(again)[0])
                owner = int(np.searchsorted(offsets, where, side="right")) - 1
                raise NetworkError(f"the edge {owner} -> {neighbours[where]} stands twice, and duplicates is 'refuse'")
            if edge_values is not None:
                first = np.flatnonzero(~again)
                merged = 1.0 - np.multiply.reduceat(1.0 - edge_values, first)
                alone = np.diff(first, append=len(again)) == 1  # 1 - (1 - p) is not always p: keep p to the bit
                edge_values = np.where(alone, edge_values[first], merged)
            offsets, neighbours = without(offsets, neighbours, again, border["duplicates_merged"])
        return cls(
            offsets,
            neighbours,
            values=edge_values,
            attributes=attributes,
            labels=labels,
            about={**(about or {}), "border": border},
        )

    @classmethod
    def from_scipy(cls, matrix: Any, **options: Any) -> "Network":
        """A network from a scipy sparse matrix, or a dense array: row u, column v means that v follows u (content
        flows u -> v).

        The stored value is the edge's own probability, which ``probability="edge"`` uses. Entries stored twice (COO)
        are merged as independent chances, 1 - (1 - p)(1 - q); pass ``duplicates="refuse"`` to forbid them.

        Raises:
            NetworkError: not a matrix, not square, or a value that is above 1, negative or not a number.

        >>> import scipy.sparse
        >>> Network.from_scipy(scipy.sparse.csr_array([[0, .5], [0, 0]])).values
        array([0.5])
        """
        import scipy.sparse

        if isinstance(matrix, np.ndarray) and matrix.ndim == 2:
            matrix = scipy.sparse.coo_array(matrix) if matrix.dtype.kind in "biuf" else matrix
        if not hasattr(matrix, "tocoo"):
            raise NetworkError(f"{shown(matrix)} is no matrix of numbers; allowed: of scipy, or a 2-D array")
        if len(matrix.shape) != 2 or matrix.shape[0] != matrix.shape[1]:
            raise NetworkError(f"the matrix has the shape {matrix.shape}; allowed: square, accounts by accounts")
        if matrix.dtype.kind not in "biuf":
            raise NetworkError(f"the matrix holds {matrix.dtype}; allowed: probabilities from 0 to 1")
        stored = getattr(matrix, "indices", np.zeros(0, int))  # scipy does not look at them; its own code may crash
        if len(stored) and not 0 <= stored.min() <= stored.max() < matrix.shape[0]:
            raise NetworkError(f"the matrix names an account outside 0 to {matrix.shape[0] - 1}")
        matrix = matrix.tocoo()
        value = np.asarray(matrix.data, dtype=np.float64)
        bad = np.flatnonzero(~((value >= 0) & (value <= 1)))
        if len(bad):
            i = bad[0]
            raise NetworkError(
                f"the value at row {matrix.row[i]}, column {matrix.col[i]} is {matrix.data[i]}; "
                "allowed: a probability from 0 to 1"
            )
        return cls.from_edges(matrix.row, matrix.col, matrix.shape[0], values=value, **options)

    def to_scipy(self) -> Any:
        """A scipy CSR array: row u, column v means that v follows u; edge values, or 1 where there are none."""
        import scipy.sparse

        values = np.ones(self.edge_count) if self.values is None else self.values.copy()
        shape = (len(self), len(self))
        return scipy.sparse.csr_array((values, self.audience.copy(), self.audience_offsets.copy()), shape=shape)

    @classmethod
    def from_networkx(
        cls, graph: Any, *, edge_means: str = "influences", value: str | None = "probability", **options: Any
    ) -> "Network":
        """A network from a networkx graph; nodes become ids in the graph's order, their names become labels.

        Args:
            graph: any networkx graph; an undirected edge becomes two.
            edge_means: "influences" (u -> v: content flows from u to v) or "follows" (u -> v: u follows v).
            value: the edge attribute with each edge's probability; used only if every edge has it.

        >>> import networkx
        >>> karate = Network.from_networkx(networkx.karate_club_graph())
        >>> karate, karate.followers.max()
        (Network: 34 accounts, 156 edges, np.int64(17))
        """
        if not all(hasattr(graph, name) for name in ("nodes", "edges", "is_directed")):
            raise NetworkError(f"{shown(graph)} is no networkx graph")
        if edge_means not in ("influences", "follows"):
            raise NetworkError(f"edge_means: {shown(edge_means)} is not allowed; allowed: influences, follows")
        labels = list(graph.nodes)
        ids = {name: i for i, name in enumerate(labels)}
        edges = list(graph.edges(data=True))
        source = np.fromiter((ids[u] for u, _, _ in edges), np.int64, len(edges))
        target = np.fromiter((ids[v] for _, v, _ in edges), np.int64, len(edges))
        values = None
        if value is not None and edges and all(value in data for _, _, data in edges):
            values = checked_probabilities([data[value] for _, _, data in edges], len(edges))
        if edge_means == "follows":
            source, target = target, source
        if not graph.is_directed():
            source, target = np.concatenate([source, target]), np.concatenate([target, source])
            values = None if values is None else np.concatenate([values, values])
        if not labels:
            raise NetworkError("the graph has no nodes; a network needs at least one account")
        named = None if labels == list(range(len(labels))) else labels
        attributes = {}
        for name in ("community", "tier", "activity"):
            column = [data.get(name) for _, data in graph.nodes(data=True)]
            if all(isinstance(entry, (int, float, np.number)) for entry in column):
                attributes[name] = np.array(column)
        return cls.from_edges(
            source, target, len(labels), values=values, labels=named, attributes=attributes, **options
        )

    def to_networkx(self) -> Any:
        """A networkx DiGraph: u -> v means that v follows u; labels, values (`probability`) and attributes go along."""
        import networkx

        graph = networkx.DiGraph()
        names = list(range(len(self))) if self.labels is None else self.labels
        for i, name in enumerate(names):
            graph.add_node(name, **{key: array[i].item() for key, array in self.attributes.items() if array.ndim == 1})
        owner = np.repeat(np.arange(len(self)), self.followers)
        pairs = zip(owner.tolist(), self.audience.tolist(), strict=True)
        if self.values is None:
            graph.add_edges_from((names[u], names[v]) for u, v in pairs)
        else:
            graph.add_edges_from(
                (names[u], names[v], {"probability": p}) for (u, v), p in zip(pairs, self.values.tolist(), strict=True)
            )
        return graph

    # -- disk

    def fingerprint(self) -> str:
        """A hash of all that can change a result: edges, values and attributes."""
        if self._fingerprint is None:
            digest = hashlib.blake2b(digest_size=16)
            arrays = {"audience_offsets": self.audience_offsets, "audience": self.audience, **self.attributes}
            if self.values is not None:
                arrays["values"] = self.values
            for name in sorted(arrays):
                digest.update(f"{name} {arrays[name].dtype} {arrays[name].shape}\n".encode())
                digest.update(np.ascontiguousarray(arrays[name]).view(np.uint8).data if arrays[name].size else b"")
            self._fingerprint = digest.hexdigest()
        return self._fingerprint

    def save(self, folder: str | Path) -> Path:
        """Write a folder of ``.npy`` files that :meth:`load` opens as memory maps; it appears whole or not at all."""
        tables = {name: getattr(self, name) for name in SAVED_TYPES if getattr(self, name) is not None}
        tables |= {f"attribute-{name}": array for name, array in self.attributes.items()}
        labels = None if self.labels is None else [x.item() if isinstance(x, np.generic) else x for x in self.labels]
        return write_folder(Path(folder), tables, {"labels": labels, "about": self.about})

    @classmethod
    def load(cls, folder: str | Path, *, memory_map: bool = True, check: bool = True) -> "Network":
        """Open a folder written by :meth:`save`; with ``memory_map`` the tables stay on disk until they are used.

        Args:
            folder: the folder.
            memory_map: leave the tables on disk.
            check: look through the tables for damage; without it nothing is read before it is used, and a damaged
                table may end the process.

        Raises:
            NetworkError: it is not a saved network, or a damaged one.
        """
        if not isinstance(folder, (str, os.PathLike)):
            raise NetworkError(f"{shown(folder)} is not the path of a folder")
        folder = Path(folder)
        try:
            arrays, data = read_folder(folder, memory_map)
            attributes = {
                name.removeprefix("attribute-"): arrays.pop(name)
                for name in list(arrays)
                if name.startswith("attribute-")
            }
            labels = data["labels"]
            if labels is not None:
                labels = [tuple(x) if isinstance(x, list) else x for x in labels]
            network = cls(**arrays, attributes=attributes, labels=labels, about=data["about"])
            if check:
                from sim.csr.soundness import check_tables

                check_tables(network)
        except NotSaved:
            raise
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise NetworkError(f"{folder} is damaged: {error}") from error
        return network
