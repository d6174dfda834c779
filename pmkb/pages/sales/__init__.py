"""Status pages about selling, one module each."""
