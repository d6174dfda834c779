"""Status pages about activities, one module each."""
