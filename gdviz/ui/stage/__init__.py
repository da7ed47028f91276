"""The stage of a page: the player, why the runs ended so, one step taken apart, the export."""
