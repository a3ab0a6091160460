"""引流, who comes: plays on paid terms, bids, budgets, search rank, content and creators.

Facts of traffic and ads come in, proposed actions go out; the tuple of plays calls them.
"""
