"""Losses made of rows: tables, models of two weights and of many, mini-batches and training."""
