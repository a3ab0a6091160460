"""Proposed actions come in, a short ranked list that fits the day's minutes goes out.

Holds `Action` and `Impact`, the claim that lets no money count twice, rank and plan. Plays make actions;
`app` ranks them.
"""
