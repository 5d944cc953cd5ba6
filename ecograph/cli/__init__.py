"""The command line: each command is a few lines over the same functions that the service uses.

The law of this package: nothing heavy is imported before a command needs it (``ecograph --help`` in 0.3 s); an error
of the caller or of the data ends with exit code 2 and says what, where and what to do; findings end with 1.
"""

from __future__ import annotations

import atexit
import gc
import sys

#: The garbage collector looks at new objects after so many; a service that has started has its own (``api.server``).
_SELDOM = (500_000, 5, 5)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with 0 (fine), 1 (findings) or 2 (bad input or bad call).

    Args:
        arguments: Without the program's name; by default those of the process.
    """
    from ecograph.cli import output
    from ecograph.cli.app import command
    from ecograph.cli.help import UsageError, wrong_call
    from ecograph.errors import EcoGraphError
    from ecograph.texts import language

    given = sys.argv[1:] if arguments is None else arguments
    atexit.register(gc.freeze)  # what is alive at the end goes at once, without a last look at all of it (0.25 s)
    usual = gc.get_threshold()
    gc.set_threshold(*_SELDOM)  # a command is over before there is garbage worth a look at everything that is alive
    lang = language(_wanted(given))
    code = 0
    try:
        code = command(lang).main(given, prog_name="ecograph", standalone_mode=False) or 0
    except UsageError as error:
        sys.stderr.write(wrong_call(error, lang) + "\n")
        code = 2
    except EcoGraphError as error:
        output.complain(error.say(lang))
        code = error.exit_code
    except BrokenPipeError:  # the reader of our output went away: `ecograph query … | head`
        sys.stderr.close()
    except KeyboardInterrupt:
        code = 130
    finally:
        gc.set_threshold(*usual)
        output.hush(quiet=False)  # for whoever calls this more than once
    sys.exit(code)


def _wanted(arguments: list[str]) -> str | None:
    """Return the language that the arguments name, before anything parses them: help texts depend on it."""
    for at, word in enumerate(arguments):
        if word == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None
