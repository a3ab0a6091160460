"""选品, which products to sell: plays that open, extend, cut or bundle the range.

Market, margin and life-cycle facts come in, proposed actions go out; the tuple of plays calls them.
"""
