; devise: a record's JSON leaves out what devise itself keeps in it.
; https://github.com/heartcombo/devise (lib/devise/models/authenticatable.rb,
; UNSAFE_ATTRIBUTES_FOR_SERIALIZATION)

; devise :database_authenticatable
((identifier) @consumer
  (#word? @consumer "devise")
  (#set! consumer.shape "denies")
  (#set! consumer.except "confirmation_sent_at")
  (#set! consumer.except "confirmation_token")
  (#set! consumer.except "confirmed_at")
  (#set! consumer.except "current_sign_in_at")
  (#set! consumer.except "current_sign_in_ip")
  (#set! consumer.except "encrypted_password")
  (#set! consumer.except "failed_attempts")
  (#set! consumer.except "last_sign_in_at")
  (#set! consumer.except "last_sign_in_ip")
  (#set! consumer.except "locked_at")
  (#set! consumer.except "password_salt")
  (#set! consumer.except "remember_created_at")
  (#set! consumer.except "remember_token")
  (#set! consumer.except "reset_password_sent_at")
  (#set! consumer.except "reset_password_token")
  (#set! consumer.except "sign_in_count")
  (#set! consumer.except "unconfirmed_email")
  (#set! consumer.except "unlock_token"))

; devise_invitable adds what it keeps, for every model of devise.
; https://github.com/scambra/devise_invitable (lib/devise_invitable/models/authenticatable.rb)
((identifier) @consumer
  (#word? @consumer "devise")
  (#set! consumer.shape "denies")
  (#set! consumer.from "devise_invitable")
  (#set! consumer.except "invitation_accepted_at")
  (#set! consumer.except "invitation_created_at")
  (#set! consumer.except "invitation_limit")
  (#set! consumer.except "invitation_sent_at")
  (#set! consumer.except "invitation_token")
  (#set! consumer.except "invitations_count")
  (#set! consumer.except "invited_by_id")
  (#set! consumer.except "invited_by_type"))
