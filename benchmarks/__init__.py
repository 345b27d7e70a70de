"""csdforms beside its peers: the same forms, the same data, in one run, as ratios.

``python -m benchmarks setup`` makes the peers' environments, ``python -m benchmarks filling``
measures; docs/benchmarks.md tells the rest.
"""
