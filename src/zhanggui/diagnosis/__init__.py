"""Facts of two periods come in, findings go out: what moved, where, and whether it is more than noise.

Baseline, signal, decomposition and location; a finding holds codes and numbers, no prose. Plays and `app` call it.
The way of a morning, each step one module on NumPy arrays and plain values:

1. `trading.learn(days)`: which days the shop trades; `maturity.learn(triangle)`: how young figures complete.
2. `baseline.choose(period, calendar, trading, known)`: the days to compare with, and their code; `build` for a named
   kind. `Baseline.weights()` turns daily sums into the expected sum.
3. `signal.judge(days, series, events)`: surprise, range and chance of noise of every figure, false discoveries of the
   morning controlled.
4. `decompose`: `split_product` and `split_known` (chains), `split_sum` (additive trees, exact), `split_ratio`
   (within, mix, new, gone); `to_cents` and `headline`.
5. `locate.locate(LeafTable(...))`: the smallest set of slices that explains a sum's or a ratio's change, and rivals.
6. `finding.drivers` and `finding.Finding`: the answer in money, drivers adding up to the cent.
7. `one_metric.one_metric(levers)`: the figure whose realistic step releases most profit a week.
"""
