"""The command line: arguments and the clock come in, text, JSON and an exit code go out.

Each verb parses its options, calls one use case of `app` and renders the result; it decides nothing about
the shop. The operator's shell and scripts call it.
"""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> None:
    """Run one verb and leave with its exit code."""
    from zhanggui.cli.parser import parse

    arguments = parse(sys.argv[1:] if argv is None else argv)
    # The engine imports pandas where it is installed, to see whether a value is one of its own: none here ever is.
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]
    from zhanggui.cli.run import run

    sys.exit(int(run(arguments)))
