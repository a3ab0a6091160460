"""The sections of a morning, and of a week's or month's report.

`tiles` (its figures), `moved` (what moved), `earned` (what shops and items earned).
"""
