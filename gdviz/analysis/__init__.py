"""Analysis of runs and surfaces: landscape, diagnosis, basins, sweeps, theory of the rate, races."""
