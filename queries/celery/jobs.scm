; Code of Python applications that runs outside of requests.
; https://docs.celeryq.dev/en/stable/userguide/tasks.html
; https://docs.djangoproject.com/en/5.2/howto/custom-management-commands/

; @shared_task def sync(): …, @app.task, @job('default') of RQ, @dramatiq.actor
((identifier) @job
  (#word? @job "actor" "db_periodic_task" "db_task" "job" "periodic_task" "shared_task" "task")
  (#set! job.what "task"))

; class Command(BaseCommand)
((identifier) @job
  (#word? @job "AsyncCommand" "BaseCommand" "LabelCommand")
  (#set! job.what "command"))

; class Sync(Task)
((identifier) @job
  (#word? @job "JobRunner" "Task")
  (#set! job.what "task"))
