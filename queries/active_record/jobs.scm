; Code of Rails applications that runs outside of requests.
; https://guides.rubyonrails.org/active_job_basics.html
; https://github.com/sidekiq/sidekiq/wiki

; class SyncJob < ApplicationJob
((identifier) @job
  (#word? @job "ActiveJob::Base" "ApplicationJob" "ApplicationWorker")
  (#set! job.what "job"))

; include Sidekiq::Job
((identifier) @job
  (#word? @job "GoodJob::Job" "Sidekiq::Job" "Sidekiq::Worker")
  (#set! job.what "job"))

; task backfill: :environment do
((identifier) @job
  (#word? @job "task")
  (#set! job.what "rake task"))
