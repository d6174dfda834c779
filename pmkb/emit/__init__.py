"""What leaves the compiler beside the site: diagnostics for people and tools, and data."""
