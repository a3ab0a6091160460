"""The use cases, one file per verb: a shop folder, options and `as_of` come in, plain data goes out.

Here and only here the edges (readers, store, engines, reports) meet the decisions. `cli` and `web` call it.
"""
