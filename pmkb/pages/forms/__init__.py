"""Status pages about delivery forms, one module each."""
