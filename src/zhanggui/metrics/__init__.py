"""Definitions come in as data, questions and answers go out: measures, metrics, the tree, Query and Facts.

Holds the `Engine` protocol, the seam below which rows are grouped. What may not be added is refused here.
`diagnosis`, plays and `app` call it; engines answer it.
"""
