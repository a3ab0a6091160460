"""页效, what the page does with a look; empty so far.

Here will live the plays on images, titles, attributes and page speed: facts by listing come in, proposed actions
go out; the tuple of plays calls them.
"""
