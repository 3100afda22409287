"""What pytest leaves out here: a page whose libraries only the group `full` installs.

`tests/docs/test_calibration_recipes.py` runs it.
"""

collect_ignore = ["calibration.md"]
