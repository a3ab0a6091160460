"""风控, what could hurt: plays on penalties, fraud, fees and data gone wrong.

Facts of orders, fees and loads come in, proposed actions go out; the tuple of plays calls them.
"""
