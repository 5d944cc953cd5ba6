"""The command line: each command is a few lines over the same functions that the service uses."""


def main() -> None:
    """Run the command line."""
