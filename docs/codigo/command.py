"""What every program does with the words typed after its name."""

import sys
from pathlib import Path


def run(main, use="", wrong=OSError):
    """Call main with those words, and tell a mistake in one line.

    use: how they are written, such as "[TEXT]"; empty if there are none.
    wrong: an error that is the reader's too, besides a bad file. Of any
    other error Python shows the place, which helps to mend a program.
    """
    program, words = Path(sys.argv[0]).name, sys.argv[1:]
    line = f"python {program} {use}".rstrip()
    if {"-h", "--help"} & set(words):
        about = main.__globals__["__doc__"].splitlines()[0]
        print(f"{about}\nRun: {line}")
        return
    if words and not use:
        sys.exit(f'{program}: "{words[0]}" is too much (run: {line})')
    try:
        main(*words)
    except (OSError, wrong) as error:
        sys.exit(f"{program}: {error}")
    except KeyboardInterrupt:
        sys.exit(f"{program}: stopped")
