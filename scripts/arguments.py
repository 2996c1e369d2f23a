"""Arguments of the commands: a mistake in them is one line that says where to look, not a page of usage."""

import argparse
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """Tells a mistake as the commands tell theirs: the name of the command, what is wrong, what to do."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog.removesuffix('.py')}: {message} (--help says what there is)\n")
