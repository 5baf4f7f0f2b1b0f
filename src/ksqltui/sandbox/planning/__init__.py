"""Owns what a statement means: names, types, keys, refusals and the plan of a query; runs nothing."""
