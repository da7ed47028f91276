"""Learning from data: tables, losses over their rows as surfaces, mini-batches, and parts for training and checking."""

from gdviz.data.batch_record import BatchRecord as BatchRecord
from gdviz.data.batch_record import angles as angles
from gdviz.data.batch_record import batch_record as batch_record
from gdviz.data.batches import BatchSurfaces as BatchSurfaces
from gdviz.data.batches import Schedule as Schedule
from gdviz.data.batches import drawn as drawn
from gdviz.data.batches import listed as listed
from gdviz.data.dataset import Dataset as Dataset
from gdviz.data.decoding import TableError as TableError
from gdviz.data.generators import GENERATORS as GENERATORS
from gdviz.data.generators import Generator as Generator
from gdviz.data.included import INCLUDED as INCLUDED
from gdviz.data.loss_surface import data_surface as data_surface
from gdviz.data.loss_surface import rows_of as rows_of
from gdviz.data.loss_surface import surface_of_rows as surface_of_rows
from gdviz.data.lowest import lowest as lowest
from gdviz.data.models import MODELS as MODELS
from gdviz.data.models import Model as Model
from gdviz.data.scaling import Scaling as Scaling
from gdviz.data.scaling import condition_number as condition_number
from gdviz.data.scaling import scaling_of as scaling_of
from gdviz.data.table import Table as Table
from gdviz.data.table import read_table as read_table
