"""Learning from data: tables, losses over their rows as surfaces, mini-batches, and parts for training and checking."""

from gdviz.learning.data.batches import (
    BatchPlan,
    BatchRecord,
    BatchSurfaces,
    Indices,
    batch_record,
    draw_batches,
    listed_batches,
    steps_per_epoch,
)
from gdviz.learning.data.columns import as_text, heading, rows_from, travelled, usual_inputs, usual_target
from gdviz.learning.data.dataset import COUNT, NUMBER, SIGN, ZERO_ONE, Dataset, Scaling, scaling_of
from gdviz.learning.data.decoding import TableError
from gdviz.learning.data.generators import GENERATORS
from gdviz.learning.data.included import INCLUDED
from gdviz.learning.data.loss_surface import data_surface, gradient_noise, loss_of
from gdviz.learning.data.minima import condition_number
from gdviz.learning.data.model import Model
from gdviz.learning.data.models import MODELS
from gdviz.learning.data.parts import (
    Parts,
    decayed_minima,
    folds,
    split,
    surfaces_of,
    turns_up,
    values_along,
    with_decay,
)
from gdviz.learning.data.row_loss import RowFormula, RowLoss, row_formula
from gdviz.learning.data.table import Table, read_table
