"""Status pages about the numbers, one module each."""
