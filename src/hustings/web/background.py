"""What a development site does behind the page: letters to hundreds go out while their sender reads on."""

from threading import Thread
from typing import Any, ClassVar

from django.db import connections
from django_tasks.backends.immediate import ImmediateBackend


class BehindThePage(ImmediateBackend):
    """Does a task at once; one that can wait (priority below 0) in a thread, where a site answers."""

    answering: ClassVar[bool] = False
    """Set once the site listens. Before that, and in tests, everything is done before the next line."""

    def _execute_task(self, task_result: Any) -> None:
        if not self.answering or task_result.task.priority >= 0:
            super()._execute_task(task_result)
            return
        Thread(target=self._behind, args=(task_result,), daemon=True).start()

    def _behind(self, task_result: Any) -> None:
        try:
            super()._execute_task(task_result)
        finally:
            connections.close_all()
