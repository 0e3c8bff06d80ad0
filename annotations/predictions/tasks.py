"""The tasks of `manage.py predict`, by the word that names them on the command line."""

from annotations.predictions import chains, sentences
from annotations.predictions.rows import Task

TASKS: dict[str, Task] = {
    "chains": chains.TASK,
    "sentences": sentences.TASK,
}
