"""Numbers come in, numbers go out: intervals, comparisons, shrinkage, seasons and forecasts.

Knows nothing of shops; every formula names its source. `diagnosis`, plays and `outcomes` call it.
"""
