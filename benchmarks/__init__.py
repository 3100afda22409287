"""How fast the library is beside what else there is, as ratios in one run."""
