; Pages for the people who run the application, built from all columns of a model.
; https://activeadmin.info/3-index-pages.html
; https://github.com/railsadminteam/rails_admin/wiki/Base-configuration

; ActiveAdmin.register User
((identifier) @consumer
  (#word? @consumer "register")
  (#set! consumer.shape "register")
  (#set! consumer.what "admin page")
  (#set! consumer.of "ActiveAdmin")
  (#set! consumer.list "index")
  (#set! consumer.list "show")
  (#set! consumer.shows "staff"))

; permit_params User.column_names
((identifier) @consumer
  (#word? @consumer "permit_params")
  (#set! consumer.shape "by-columns")
  (#set! consumer.writes "staff"))

; RailsAdmin.config do |config| … end
((identifier) @consumer
  (#word? @consumer "config")
  (#set! consumer.shape "panel")
  (#set! consumer.what "admin panel")
  (#set! consumer.of "RailsAdmin")
  (#set! consumer.inner "rails_admin")
  (#set! consumer.shows "staff"))
