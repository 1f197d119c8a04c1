// Virtualizability
