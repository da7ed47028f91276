"""What happened on a path, and what could happen: the landscape, diagnoses, basins, sweeps and limits by theory."""
