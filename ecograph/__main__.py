"""``python -m ecograph``."""

from ecograph.cli import main

if __name__ == "__main__":
    main()
