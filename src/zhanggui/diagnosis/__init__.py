"""Facts of two periods come in, findings go out: what moved, where, and whether it is more than noise.

Baseline, signal, decomposition and location; a finding holds codes and numbers, no prose. Plays and `app`
call it.
"""
