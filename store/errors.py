"""What the store raises."""


class StoreError(Exception):
    """A store cannot do what it was asked; no message holds a text of a turn."""


class StoreUnavailableError(StoreError):
    """The database cannot be reached, or did not answer in time."""


class StoreVersionError(StoreError):
    """The database was written by a newer version of this program."""


class ConflictError(StoreError):
    """A message came again with the same external id and another text.

    Attributes:
        external_id: the caller's name of the message.
    """

    def __init__(self, external_id: str) -> None:
        self.external_id = external_id
        super().__init__(f"message {external_id!r} is stored with another text")


class OtherUserError(StoreError):
    """A context is with another user than the one that is named."""


class InvalidNameError(StoreError):
    """A name cannot be stored.

    Attributes:
        field: what it names: "context_id", "external_id", "user_id" or "role".
    """

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        super().__init__(f"{field} {reason}")


class TooManyTurnsError(StoreError):
    """One append holds more turns than a context keeps."""
