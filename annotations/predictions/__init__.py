"""What the workbench would say of texts that lie outside any database, for scorers to read.

A task is a module with one `Task`; the table is `annotations.predictions.tasks.TASKS`. A task reads JSON Lines
or files, writes JSON Lines or files, and touches no database, no network and no queue.
"""
