"""The Data page: rows, models, batches, parts to check on, small networks."""
