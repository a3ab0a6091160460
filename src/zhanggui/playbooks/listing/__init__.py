"""页效, what the page does with a look: plays on price errors, images, titles, attributes and page speed.

Facts by listing come in, proposed actions go out; the tuple of plays calls them.
"""
