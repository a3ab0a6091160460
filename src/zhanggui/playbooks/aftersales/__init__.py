"""售后, what follows the sale: plays on refunds, tickets and reviews.

Facts of refunds and their reasons come in, proposed actions go out; the tuple of plays calls them.
"""
