"""Where a change lies.

`places`, over `slices` of `bands` and dimensions: those that explain it together (`located`, `narrowed`), stand out
by themselves (`standing`), are one odd item (`lump`, `sought`), a term of a sum (`terms`) or items that are counted at
times (`counts`); `mixed` (a ratio along one dimension).
"""
