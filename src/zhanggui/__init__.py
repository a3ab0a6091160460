"""The shopkeeper's books of an online shop: exact figures, causes told from noise, few things to do.

This is the public facade for the analyst's notebook; no room of the house imports it. Everything the
command line can do is one function in `zhanggui.app`; a question is a `zhanggui.metrics` query.
"""
