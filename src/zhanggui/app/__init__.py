"""The use cases: a shop folder, options and `as_of` come in, plain data goes out.

Here and only here the edges (readers, store, engines, reports) meet the decisions. `cli` and `web` call it. A verb has
the module of its name; what it works with is in a part beside it, which says what each of its modules is for:

- `load`, with `loading`; `mapping` for `map`, `upkeep` for `undo`, `rebuild` and `template`; `status`.
- `kpi`, `define`: figures, and what they mean. `books` opens them for questions, `beyond` says what they do not
  reach, `spoken` what people call things, `labels` what items are called.
- `today` (and `report`), with `morning` and `advice`; `done` and `check`: what became of it.
- `why`: `compared` (both sides of a change, and the change along the tree) and `where` (its place); `lacking` is what
  an answer leaves out.
- `reconcile`: `gap` (what can make two countings differ).
- `simulate` and `score`, with `scoring`.
"""
