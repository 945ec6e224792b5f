"""How a network file is read: the options of the readers, as a scenario writes them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class ReadingSetting(BaseModel):
    """Options of :func:`sim.files.read_network`. Which way content flows is never guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: str | None = Field(None, description="name of the reader; told by the file's ending if not given")
    edge_means: Literal["follows", "influences"] | None = Field(
        None, description="a line `a b`: a follows b, or a influences b; needed unless directed is false"
    )
    directed: bool = Field(True, description="false: each line is an edge both ways. Source: convention")
    self_loops: Literal["drop", "refuse"] = Field("drop", description="edges from an account to itself")
    duplicates: Literal["merge", "refuse"] = Field("merge", description="edges that are written twice")

    @model_validator(mode="after")
    def _direction(self) -> "ReadingSetting":
        if self.directed and self.edge_means is None:
            raise ValueError("lacks edge_means: follows or influences (or directed: false)")
        return self
