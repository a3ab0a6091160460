"""Some days held against others, and the difference taken apart along the tree.

`scope` (what the question reaches), `history` (days to compare with), `comparison` (both sides), `planned` (held
against the plan), `completion` (young days) by `ripening` and `seasoned` (refunds) and `unsettled` (fees);
`breakdown` (along the tree), `levers` (the one metric).
"""
