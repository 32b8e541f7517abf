"""The small network of ``benchmarks.network`` in each library, as its manual would have it. Each
module has ``run``.
"""
