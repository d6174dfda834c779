"""How success is recognised."""
