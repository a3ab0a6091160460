"""The list of things to do.

`advise` (every play handed what it needs), `pages` (a second look at what plays found).
"""
