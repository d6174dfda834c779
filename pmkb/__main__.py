"""`python -m pmkb` does what `pmkb` does."""

from pmkb.cli import main

if __name__ == "__main__":
    main()
