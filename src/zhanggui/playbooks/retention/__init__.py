"""留存 and 复购, who comes back: plays on reminders, members and lapsed buyers.

Facts of buyers and their orders come in, proposed actions go out; the tuple of plays calls them.
"""
