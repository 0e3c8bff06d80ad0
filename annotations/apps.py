"""The one app of the workbench."""

from importlib import import_module

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Annotations"

    def ready(self) -> None:
        """Whoever hands work on uses our queue: without this, tasks would go to Celery's default broker."""
        import_module("workbench.celery")
