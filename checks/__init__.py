"""House rules that no linter knows: each module answers `problems(root)` with one line per breach.

`python -m checks` runs them all; `make check` calls it. A rule reads the repository and changes nothing.
"""
