"""The command line: arguments and the clock come in, text, JSON and an exit code go out.

Each verb parses its options, calls one use case of `app` and renders the result; it decides nothing about
the shop. The operator's shell and scripts call it.
"""
