; Code of Node applications that runs outside of requests.
; https://docs.nestjs.com/techniques/task-scheduling
; https://docs.nestjs.com/techniques/queues

; @Cron('0 3 * * *') clean() { … }
((identifier) @job
  (#word? @job "Cron" "Interval" "Timeout")
  (#set! job.what "scheduled method"))

; @Processor('users') class UserProcessor { @Process() … }
((identifier) @job
  (#word? @job "Process" "Processor")
  (#set! job.what "job"))
