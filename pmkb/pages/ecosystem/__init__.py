"""Status pages about the ecosystem, one module each."""
