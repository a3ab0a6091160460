"""The use cases: a shop folder, options and `as_of` come in, plain data goes out.

Here and only here the edges (readers, store, engines, reports) meet the decisions. `cli` and `web` call it. A verb has
the module of its name; what it works with stands beside it:

- `load`: `intake` (one table into the books), `bundles` (small files read together), `whose` (whose file it is),
  `unchanged` (files that need not be opened), `again` (files of the archive, read once more);
  `mapping` for `map`, `upkeep` for `undo`, `rebuild` and `template`; `status`.
- `kpi`, `define`: figures, and what they mean. `books` opens them for questions, `beyond` says what they do not
  reach, `spoken` what people call things.
- `today` (and `report`): `tiles` (its figures), `moved` (what moved), `earned` (what shops and items earned), `advise`
  (the list), `pages` (a second look at what plays found), `labels` (names of items); `done` and `check`: what became
  of it.
- `why`: `scope` (what the question reaches), `history` (days to compare with), `comparison` (both sides), `planned`
  (held against the plan), `completion` (young days) by `ripening` and `seasoned` (refunds) and `unsettled` (fees),
  `breakdown` (along the tree), `mixed` (a ratio along a dimension), `levers` (the one metric), `lacking` (what is left
  out); and where it lies:
  `places`, over `slices` of `bands` and dimensions, those that explain it together (`located`, `narrowed`), stand out
  by themselves (`standing`), are one odd item (`lump`, `sought`), a term of a sum (`terms`) or items that
  are counted at times (`counts`).
- `reconcile`: `gap` (what can make two countings differ).
- `simulate` and `score`: `score_grid` (which shops, asked when), `score_seen` (books as of a past morning),
  `score_tally` and `score_truth` (finds against the truth), `score_live`, `score_circle` and `score_rules` (shops
  lived on), `score_page`.
"""
