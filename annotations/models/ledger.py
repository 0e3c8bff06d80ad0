"""The ledger's entries, for reading: `annotations.ledger` alone writes them, through the database's function."""

from django.conf import settings
from django.db import models

from annotations.domain.ids import new_id


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


class LedgerCheck(models.Model):
    """What a verification of a project's ledger found, when, and how long it took in seconds."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    seconds = models.FloatField()
    entries = models.BigIntegerField()
    head = models.CharField(max_length=64)
    ok = models.BooleanField()
    first_bad_seq = models.BigIntegerField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ("-checked_at", "id")

    def __str__(self) -> str:
        return f"{self.entries} entries, {'intact' if self.ok else 'broken'}"
