"""A shop with known truth: sizes, faults and a seed come in, real-format exports and truth.json go out.

One file per mechanism of the shop. Nothing reads its truth except the judge; `app` calls it.
"""
