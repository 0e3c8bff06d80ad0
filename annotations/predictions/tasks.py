"""The tasks of `manage.py predict`, by the word that names them on the command line."""

from annotations.predictions import attribution, chains, check_worthiness, matching, sentences
from annotations.predictions.rows import Task

TASKS: dict[str, Task] = {
    "attribution": attribution.TASK,
    "chains": chains.TASK,
    "check-worthiness": check_worthiness.TASK,
    "matching": matching.TASK,
    "sentences": sentences.TASK,
}
