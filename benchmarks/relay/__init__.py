"""A bad network between a browser and a server on one machine, without a kernel's help."""
