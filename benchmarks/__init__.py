"""Times pmkb on generated knowledge bases, beside what the machine could do at best."""
