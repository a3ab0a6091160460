"""Room of the local web pages; empty so far.

Here will live: a request comes in, a page or a JSON document goes out. Only this machine's browser talks to it;
each page calls one use case of `app`, as the command line does, and renders the result.
"""
