"""Runs on disk: Parquet tables, a manifest that carries the recipe, parts that let a killed run go on.

A run folder holds `manifest.json` (the resolved scenario and how it was run), `runs.parquet` (a row a replicate and
plan), `timeseries.parquet`, `choices.parquet` (who was seeded), `cascades.parquet` (one recorded cascade a plan) and,
while it runs, `parts/`. Every file is written aside and renamed, so it is whole or absent.
"""

import contextlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.tables import (
    RunError,
    check_recipe,
    flat,
    join_tables,
    pack,
    read_table,
    unpack,
    write_table,
    write_text,
    writing,
)

__all__ = ["ENGINE", "Result", "RunError", "RunFolder", "read_manifest", "write_text", "writing"]

ENGINE = "0.1.0"
"""The engine's version: it changes when the same scenario would give other numbers (CHANGELOG, "Changes results")."""

TABLES = ("runs", "timeseries", "choices", "cascades")
ASKED = ("accounts", "events", "attribution")
"""Tables that are there if the scenario asks for them (`compare.record`; `compare.shapley` and `compare.removal`)."""


MADE_BY = "made_by.txt"
"""Beside the parts: what made them."""


class RunFolder:
    """The folder of one run: finished parts, tables, manifest, and a lock that refuses a second writer."""

    def __init__(self, path: Path):
        self.path = path
        self.made_by = ""
        """A digest of the code that makes the parts; it is kept beside them."""
        self._lock: Any = None

    def __enter__(self) -> "RunFolder":
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = open(self.path / "lock", "a+")
        except OSError as error:
            raise RunError(f"cannot write into {self.path}: {error.strerror}") from error
        try:
            _lock_file(self._lock)
        except OSError:
            self._lock.close()
            raise RunError(f"another process is writing {self.path}; wait for it or choose another --out") from None
        for left in self.path.rglob("*.aside"):  # of a process that was killed while it wrote
            with contextlib.suppress(OSError):
                left.unlink()
        return self

    def __exit__(self, *exception: Any) -> None:
        self._lock.close()  # the file stays: removing it could take the lock from under a process that waits

    @property
    def manifest(self) -> dict | None:
        """The manifest, or None before there is one."""
        return read_manifest(self.path) if (self.path / "manifest.json").is_file() else None

    def write_manifest(self, manifest: dict) -> None:
        """Write the manifest."""
        write_text(self.path / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False))

    def forget_manifest(self) -> None:
        """Remove the manifest: while tables are replaced one by one, no run is finished here."""
        try:
            (self.path / "manifest.json").unlink(missing_ok=True)
        except OSError as error:
            raise RunError(f"cannot write into {self.path}: {error.strerror}") from error

    def part_path(self, name: str, table: str) -> Path:
        """Where a table of a part lies."""
        return self.path / "parts" / f"{name}-{table}.parquet"

    def part(self, name: str, tables: tuple[str, ...]) -> dict[str, Any] | None:
        """The tables of a part, or None if it is not finished or was damaged (it is then made again)."""
        paths = {table: self.part_path(name, table) for table in tables}
        if not all(path.is_file() for path in paths.values()):
            return None
        try:
            return {table: read_table(path) for table, path in paths.items()}
        except RunError:
            return None

    @property
    def parts_made_by(self) -> str | None:
        """What made the parts; None if there are none, "" if they do not say."""
        parts, said = self.path / "parts", self.path / "parts" / MADE_BY
        if not any(parts.glob("*.parquet")):
            return None
        return said.read_text(encoding="utf-8") if said.is_file() else ""

    def write_part(self, name: str, tables: dict[str, Any]) -> None:
        """Keep a finished part."""
        said = self.path / "parts" / MADE_BY
        if not said.is_file():
            write_text(said, self.made_by)
        for table, rows in tables.items():
            write_table(self.part_path(name, table), rows)

    def forget_parts(self) -> None:
        """Remove the parts, once the tables are whole."""
        import shutil

        shutil.rmtree(self.path / "parts", ignore_errors=True)


def _lock_file(handle: Any) -> None:
    """Take an exclusive lock that the system gives back when the process ends, however it ends."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


NEEDED = {
    **dict.fromkeys(("name", "hash", "engine"), str),
    **dict.fromkeys(("scenario", "plans", "verdict", "versions"), dict),
    **dict.fromkeys(("metrics", "design_points", "point_numbers", "points", "verdicts", "networks", "effects"), list),
}
"""What a manifest must hold, and its kind."""

RECIPE = ("name", "engine", "sources", "shard", "scenario")
"""What each table says of the run that it belongs to."""

COLUMNS = {
    "runs": {"plan", "design_point", "realisation", "replicate", "draw", "seed"},
    "timeseries": {"plan", "design_point", "replicate", "time", "reach"},
    "choices": {"plan", "design_point", "account", "added_reach"},
    "cascades": {"plan", "reached", "reached_at", "reached_by"},
}
"""Columns that each table must have."""


def read_manifest(folder: Path) -> dict:
    """The manifest of a run folder.

    Raises:
        RunError: there is none, or it cannot be read.
    """
    path = folder / "manifest.json"
    if not path.is_file():
        if (folder / "scenario.resolved.yaml").is_file():
            raise RunError(f"{folder} is not finished; call the same command again and it goes on where it was")
        raise RunError(f"{folder} is not a run folder: it has no manifest.json")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(manifest, dict):
            raise ValueError("it is not a map")
        for key, kind in NEEDED.items():
            found = manifest.get(key)
            if not isinstance(found, kind) or (not found and key != "effects"):
                raise ValueError(f"{key!r} is missing or is not a {kind.__name__}")
        if not len(manifest["points"]) == len(manifest["point_numbers"]) == len(manifest["design_points"]):
            raise ValueError("its design points do not agree")
        if not {"sentence", "decide_by", "realisations", "confidence", "means"} <= set(manifest["verdict"]):
            raise ValueError("its verdict is not whole")
    except (ValueError, OSError, RecursionError) as error:
        raise RunError(f"{path} is damaged: {error}; make it again: seedcast compare SCENARIO --fresh") from error
    return manifest


@dataclass(repr=False)
class Result:
    """What an experiment found: a manifest and tidy tables.

    Attributes:
        manifest: the recipe (resolved scenario, versions, networks) and the verdict.
        runs: a row a design point, plan and replicate, a column a metric (pandas DataFrame).
        timeseries: accounts reached up to each time, by design point, plan and replicate; of a campaign also
            impressions, actions, leads, orders and revenue.
        choices: who was seeded by each plan, with price, gain and added reach.
        cascades: the recorded cascade of each plan in replicate 0: {plan: {reached, reached_at, reached_by}}.
        network: the network of the recorded cascade, if it is at hand.
        folder: where the result lies, or None.
        accounts: how often each account was reached by each plan, if it was recorded.
        attribution: what each channel or KOL of a campaign's plans brought, if it was asked for.
        recorded: what was recorded of events: a table, or the files that hold it.
    """

    manifest: dict
    runs: Any
    timeseries: Any
    choices: Any
    cascades: dict[str, dict[str, Any]] = field(default_factory=dict)
    network: Any = None
    folder: Path | None = None
    accounts: Any = None
    attribution: Any = None
    recorded: Any = None

    @property
    def events(self) -> Any:
        """Who was reached by whom and when, of a campaign every event, if recorded; read when it is asked for."""
        if isinstance(self.recorded, list):
            import pandas

            tables = [read_table(part) for part in flat(self.recorded)]
            self.recorded = pandas.concat(tables, ignore_index=True) if len(tables) > 1 else tables[0]
        return self.recorded

    @property
    def verdict(self) -> dict:
        """The verdict of the comparison (of the first design point in a sweep)."""
        return self.manifest["verdict"]

    @property
    def plans(self) -> list[str]:
        """Names of the plans, in the scenario's order."""
        return list(self.manifest["plans"])

    @property
    def metrics(self) -> list[str]:
        """Names of the metric columns."""
        return list(self.manifest["metrics"])

    def __repr__(self) -> str:
        return f"Result of {self.manifest['name']!r}: {self.verdict['sentence']}"

    @classmethod
    def load(cls, folder: str | Path) -> "Result":
        """Open a finished run folder.

        Raises:
            RunError: not a run folder, unfinished, or damaged.
        """
        folder = Path(folder)
        manifest = read_manifest(folder)
        if not manifest.get("finished"):
            raise RunError(f"{folder} is not finished; call the same command again and it goes on where it was")
        tables = {}
        for name in TABLES:
            path = folder / f"{name}.parquet"
            if not path.is_file():
                raise RunError(
                    f"{folder} is damaged: {path.name} is missing; make it again: seedcast compare SCENARIO --fresh"
                )
            tables[name] = read_table(path)
            check_recipe(path, manifest)
            if not COLUMNS[name] <= set(tables[name].columns):
                missing = ", ".join(sorted(COLUMNS[name] - set(tables[name].columns)))
                raise RunError(
                    f"{path} is damaged: it has no column {missing}; make it again: seedcast compare SCENARIO --fresh"
                )
        cascades = unpack(tables.pop("cascades"))
        asked = {name: folder / f"{name}.parquet" for name in ASKED}
        for path in asked.values():
            if path.is_file():
                check_recipe(path, manifest)
        accounts, events, attribution = asked.values()
        return cls(
            manifest,
            **tables,
            cascades=cascades,
            folder=folder,
            accounts=read_table(accounts) if accounts.is_file() else None,
            recorded=[events] if events.is_file() else None,
            attribution=read_table(attribution) if attribution.is_file() else None,
        )

    def save(self, run: RunFolder) -> None:
        """Write all tables, then the manifest that says the run is finished; the one of a run before goes first."""
        recipe = {key: self.manifest.get(key) for key in RECIPE}
        run.forget_manifest()
        write_table(run.path / "runs.parquet", self.runs, recipe)
        write_table(run.path / "timeseries.parquet", self.timeseries, recipe)
        write_table(run.path / "choices.parquet", self.choices, recipe)
        write_table(run.path / "cascades.parquet", pack(self.cascades), recipe)
        if self.accounts is not None:
            write_table(run.path / "accounts.parquet", self.accounts, recipe)
        if self.attribution is not None:
            write_table(run.path / "attribution.parquet", self.attribution, recipe)
        if isinstance(self.recorded, list):
            join_tables(run.path / "events.parquet", flat(self.recorded), recipe)
            self.recorded = [run.path / "events.parquet"]
        elif self.recorded is not None:
            write_table(run.path / "events.parquet", self.recorded, recipe)
        run.write_manifest({**self.manifest, "finished": True})
        self.folder = run.path
