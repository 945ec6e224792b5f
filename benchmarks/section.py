"""A part of RESULTS.md: a heading, a few sentences, tables, and the lines that the summary takes from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Table:
    """Rows of cells; an empty cell means that there is no figure."""

    header: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        if len(cells) != len(self.header):
            raise ValueError(f"{len(cells)} cells for {len(self.header)} columns: {cells!r}")
        self.rows.append(cells)

    def markdown(self) -> str:
        lines = [self.header, ["---"] * len(self.header), *self.rows]
        return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)


@dataclass
class Section:
    """What one benchmark found."""

    title: str
    parts: list[str | Table] = field(default_factory=list)
    summary: list[tuple[str, str, str]] = field(default_factory=list)  # what, figure, aim

    def markdown(self) -> str:
        parts = [part.markdown() if isinstance(part, Table) else part for part in self.parts]
        return "\n\n".join([f"## {self.title}", *parts])


def say(text: str) -> None:
    """A line for the reader who waits."""
    print(text, flush=True)


def bullets(notes: Sequence[str]) -> str:
    """Each note once."""
    return "\n".join(f"- {note}" for note in dict.fromkeys(notes))
