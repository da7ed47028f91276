"""What stands on and below the map: the player, why the runs ended so, one step taken apart, the export."""
