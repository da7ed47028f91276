"""Learning from data: tables, losses over their rows as surfaces, mini-batches, and parts for training and checking."""

from gdviz.data.loss_surface import data_surface as data_surface
from gdviz.data.loss_surface import rows_of as rows_of
from gdviz.data.loss_surface import surface_of_rows as surface_of_rows
