"""The nouns of a shop: money, periods, calendars, orders, traffic, ads, stock, and the tables that hold them.

Values come in, immutable typed values go out; no rule of business beyond what a noun needs to be valid. Every
room above calls it.
"""
