"""What the commands say to the person at the terminal, and how wrong words are answered: one paragraph, status 2."""

import contextlib
import functools
import os
import sys
from collections.abc import Callable
from typing import Any

import typer
import typer.core

WrongUse: Any = typer.BadParameter.__base__
"""What typer raises where the words of a command are not in order."""


class Commands(typer.core.TyperGroup):
    """The commands; a wrong word is answered in one paragraph."""

    def main(self, *arguments: Any, standalone_mode: bool = True, **options: Any) -> Any:
        options["standalone_mode"] = False
        if not standalone_mode:
            return super().main(*arguments, **options)
        try:
            sys.exit(super().main(*arguments, **options) or 0)
        except typer.Abort:
            sys.exit(130)
        except WrongUse as error:
            if type(error).__name__ == "NoArgsIsHelpError":
                error.show()
            else:
                wrong = error.message if getattr(error, "ours", False) else error.format_message()
                words = " ".join(wrong.split()).rstrip(".")
                where = error.ctx.command_path if error.ctx else "seedcast"
                tell(f"{words}{' See' if words.endswith('?') else '; see'} `{where} --help`")
            sys.exit(2)


class Refused(typer.BadParameter):
    """An option's value that is not allowed, told as it stands."""

    ours = True


def forget_output() -> None:
    """Drop what could not be printed, so that Python does not try it again at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(text: str) -> None:
    """A line for the person at the terminal, beside the output."""
    print(f"seedcast: {text}", file=sys.stderr)


def answered(function: Callable) -> Callable:
    """The command, with the errors that are the user's told in one paragraph."""

    @functools.wraps(function)
    def answering(*arguments: Any, **options: Any) -> None:
        try:
            function(*arguments, **options)
            sys.stdout.flush()
        except KeyboardInterrupt:
            tell("stopped; what is done is kept, and the same command goes on from there")
            raise typer.Exit(130) from None
        except BrokenPipeError:
            forget_output()
            raise typer.Exit(0) from None
        except ValueError as error:
            if not type(error).__module__.startswith("sim."):
                raise
            tell(str(error))
            raise typer.Exit(2) from None
        except OSError as error:
            if error.filename is None:
                forget_output()
            tell(f"{error.filename or 'the output cannot be written'}: {error.strerror or error}")
            raise typer.Exit(2) from None
        except MemoryError:
            tell("there is not enough memory for this; use fewer accounts, fewer threads or a larger machine")
            raise typer.Exit(2) from None

    return answering
