"""The local web pages: a request comes in, a page or a JSON document goes out.

Only this machine's browser talks to it; each page calls one use case of `app` and renders the result.
"""
