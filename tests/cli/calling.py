"""The command line, called as the shell calls it."""

import json
from pathlib import Path
from typing import Any

import pytest

from zhanggui.cli import main


class Cli:
    """Runs verbs against one shop folder and hands back exit code, output and errors."""

    def __init__(self, capsys: pytest.CaptureFixture[str], shop: Path) -> None:
        self.capsys = capsys
        self.shop = shop

    def run(self, *words: object) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        with pytest.raises(SystemExit) as left:
            main(["--shop", str(self.shop), *map(str, words)])
        out, err = self.capsys.readouterr()
        code = left.value.code
        assert isinstance(code, int)
        return code, out, err

    def json(self, *words: object) -> tuple[int, Any]:
        """Exit code and the one JSON document on standard output."""
        code, out, _ = self.run(*words, "--json")
        return code, json.loads(out)
