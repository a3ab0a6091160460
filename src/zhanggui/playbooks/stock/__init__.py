"""库存, what there is to sell: plays on reorders, late supply and overstock.

Facts of stock, sales and lead times come in, proposed actions go out; the tuple of plays calls them.
"""
