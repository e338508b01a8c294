"""Jobs that run once at each start of the stack and change nothing that is already as it should be."""
