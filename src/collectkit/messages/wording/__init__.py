"""Terms and late charges in plain words: one file of patterns per language, walked the same way."""
