"""Plain ways of writing what the library does, to be measured beside it."""
