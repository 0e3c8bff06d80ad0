"""The ledger's entries, for reading. They are written by `annotations.ledger` alone, through the database's function."""

from django.db import models


class LedgerEntry(models.Model):
    """One entry of a project's chain; `actor` is a user's id or a component's name, `payload` canonical JSON as text.

    `at` is UTC to the microsecond, taken under the chain's lock: it follows `seq` as far as the server's clock
    does not jump. `previous` and `hash` are 32 bytes.
    """

    pk = models.CompositePrimaryKey("project_id", "seq")
    project_id = models.UUIDField(db_column="project")
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.TextField()
    verb = models.TextField()
    subject = models.TextField()
    payload = models.TextField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = '"ledger"."entry"'
        ordering = ("project_id", "seq")

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject}"
