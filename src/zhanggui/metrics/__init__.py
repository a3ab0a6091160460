"""Definitions come in as data, questions and answers go out: measures, metrics, the tree, Query and Facts.

Holds the `Engine` protocol, the seam below which rows are grouped. What may not be added is refused here.
`diagnosis`, plays and `app` call it; engines answer it.

The calls that other rooms need:

- ``ask.ask(engine, Question(metrics, by, period, where, currency)) -> Answer``. ``answer.columns`` are the
  dimensions then the metrics; ``answer.rows`` is a list of dicts (money Decimal, counts int, ratios float, unknown
  None); ``answer.currencies`` the currency of each row; ``answer.provisional`` flags young rows; ``answer.refused``
  holds `Refusal` (code, params, nearest) for metrics that cannot be asked so, the others are answered;
  ``answer.missing`` holds `Missing` (code, params); ``answer.labels`` says what a ratio was computed from.
  ``ask.reckon``: the same figures without looking for what is missing.
- ``catalogue.CATALOGUE`` name → `Definition`; ``lineage.lineage(name)`` tables and measures behind it.
- ``dimensions.DIMENSIONS`` name → `Dimension`. Keys: ``day`` date, ``week`` its Monday, ``month`` its first day.
- ``kinds.add(a, b)`` raises `MismatchError` naming the property in which two figures differ.
- ``tree.TREE`` from contribution down to impressions; ``wrong.warnings(formula)`` for formulas of the user's own.
- ``query.Query`` → ``Engine.fetch`` → ``Facts`` for whoever needs measures as arrays.
"""
