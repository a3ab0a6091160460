"""A `Query` comes in, `Facts` go out: the one place where rows are grouped and summed.

DuckDB is the fast engine, memory the slow and obvious judge; one contract suite runs against all of them.
`app` makes an engine over the books and hands it to the decisions.
"""
