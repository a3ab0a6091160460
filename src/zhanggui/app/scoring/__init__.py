"""The product held against simulated shops whose truth is known.

`grid` (which shops, asked when), `seen` (books as of a past morning), `tally` and `truth` (finds against the truth),
`live`, `circle` and `rules` (shops lived on), `table` (the counts) and its `page`.
"""
