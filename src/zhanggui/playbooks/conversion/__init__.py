"""转化, who buys: plays on a fall in sales, cart, coupon, promotion and payment.

Facts of orders and visits come in, proposed actions go out; the tuple of plays calls them.
"""
