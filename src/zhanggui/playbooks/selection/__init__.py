"""选品, which products to sell; empty so far.

Here will live the plays that open, extend, cut or bundle the range: market, margin and life-cycle facts come in,
proposed actions go out; the tuple of plays calls them.
"""
