"""What can go wrong with a server of ours."""


class ServiceError(Exception):
    """One sentence for the person at the terminal: what is wrong and what to do."""
