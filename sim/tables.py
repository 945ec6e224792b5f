"""Tables in Parquet files, each written whole or not at all."""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class RunError(ValueError):
    """A run folder that cannot be used as it is; the message says why and what to do."""


@contextlib.contextmanager
def writing(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; flushed and renamed onto it at the end, removed if anything fails.

    Raises:
        RunError: the disk is full or cannot be written.
    """
    aside = path.with_name(f"{path.name}.{os.getpid()}.aside")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield aside
        with open(aside, "rb+") as written:
            os.fsync(written.fileno())
        os.replace(aside, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RunError(f"cannot write {path}: {reason}; what was finished before is kept") from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    with writing(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def write_table(path: Path, table: Any, recipe: dict | None = None) -> None:
    """Write a pandas table as Parquet; ``recipe`` goes into the file's own metadata, so the file explains itself."""
    import pyarrow
    import pyarrow.parquet

    arrow = pyarrow.Table.from_pandas(table, preserve_index=False)
    if recipe is not None:
        metadata = {**(arrow.schema.metadata or {}), b"seedcast": json.dumps(recipe, ensure_ascii=False).encode()}
        arrow = arrow.replace_schema_metadata(metadata)
    with writing(path) as aside:
        pyarrow.parquet.write_table(arrow, aside, compression="zstd")


def join_tables(path: Path, parts: list[Path], recipe: dict) -> None:
    """Tables in files as one in another, one after the other: never more than one of them in memory."""
    import pyarrow.parquet

    with writing(path) as aside:
        writer = None
        for part in parts:
            arrow = pyarrow.parquet.read_table(part)
            if writer is None:
                metadata = {
                    **(arrow.schema.metadata or {}),
                    b"seedcast": json.dumps(recipe, ensure_ascii=False).encode(),
                }
                schema = arrow.schema.with_metadata(metadata)
                writer = pyarrow.parquet.ParquetWriter(aside, schema, compression="zstd")
            writer.write_table(arrow.cast(schema))
        assert writer is not None
        writer.close()


def read_table(path: Path) -> Any:
    """Read a Parquet table written by :func:`write_table`."""
    import pandas
    import pyarrow

    try:
        return pandas.read_parquet(path)
    except (OSError, pyarrow.ArrowException) as error:
        reason = str(error).splitlines()[0][:120]
        raise RunError(f"{path} is damaged ({reason}); make it again: seedcast compare SCENARIO --fresh") from error


def read_recipe(path: Path) -> dict:
    """What a table written by :func:`write_table` says of how it was made; {} if it says nothing that can be read."""
    import pyarrow
    import pyarrow.parquet

    try:
        found = json.loads((pyarrow.parquet.read_schema(path).metadata or {})[b"seedcast"])
    except (KeyError, ValueError, OSError, RecursionError, pyarrow.ArrowException):
        return {}
    return found if isinstance(found, dict) else {}


def check_recipe(path: Path, manifest: dict) -> None:
    """Refuse a table that another run wrote.

    Raises:
        RunError: it says another recipe than the manifest, or none.
    """
    recipe = read_recipe(path)
    if not recipe or any(value != manifest.get(key) for key, value in recipe.items()):
        raise RunError(f"{path} is not of this run: put its own file back, or seedcast compare SCENARIO --fresh")


def flat(files: list[Any]) -> list[Path]:
    """Files, and lists of files, in a row."""
    return [file for one in files for file in (one if isinstance(one, list) else [one])]


def pack(cascades: dict[str, dict[str, Any]]) -> Any:
    """Recorded cascades as one table."""
    import pandas

    columns = ["plan", "reached", "reached_at", "reached_by"]
    tables = [pandas.DataFrame({"plan": plan, **cascade})[columns] for plan, cascade in cascades.items()]
    return pandas.concat(tables, ignore_index=True) if tables else pandas.DataFrame(columns=columns)


def unpack(table: Any) -> dict[str, dict[str, Any]]:
    """One table as recorded cascades."""
    return {
        plan: {name: part[name].to_numpy() for name in ("reached", "reached_at", "reached_by")}
        for plan, part in table.groupby("plan", sort=False)
    }
