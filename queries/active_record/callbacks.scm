; What Active Record runs by itself when rows are read, written or checked.
; https://guides.rubyonrails.org/active_record_callbacks.html
; https://guides.rubyonrails.org/active_record_validations.html

; before_save :normalize_email
((identifier) @event
  (#word? @event
    "after_commit" "after_create" "after_create_commit" "after_destroy" "after_destroy_commit"
    "after_rollback" "after_save" "after_save_commit" "after_touch"
    "after_update" "after_update_commit" "after_validation" "around_create" "around_destroy"
    "around_save" "around_update" "before_commit" "before_destroy"
    "before_update" "broadcasts" "broadcasts_refreshes"
    "broadcasts_refreshes_to" "broadcasts_to" "has_secure_password" "has_secure_token" "normalizes"
    "set_callback" "skip_callback")
  (#set! event.kind "hook"))

; before_validation :set_currency: it runs for rows that are there before they are checked
((identifier) @event
  (#word? @event "after_find" "after_initialize" "before_validation")
  (#set! event.kind "hook")
  (#set! event.before "checks"))

; before_save :set_slug
((identifier) @event
  (#word? @event "before_create" "before_save")
  (#set! event.kind "hook")
  (#set! event.before "writes"))

; before_discard :release_seats, of discard; after_restore, of paranoia
((identifier) @event
  (#word? @event
    "after_discard" "after_real_destroy" "after_recover" "after_restore" "after_undiscard"
    "before_discard" "before_real_destroy" "before_recover" "before_restore" "before_undiscard")
  (#set! event.kind "hook"))

; validates :email, presence: true
((identifier) @event
  (#word? @event
    "validate" "validates" "validates!" "validates_absence_of" "validates_acceptance_of"
    "validates_associated" "validates_comparison_of" "validates_confirmation_of" "validates_each"
    "validates_exclusion_of" "validates_format_of" "validates_inclusion_of" "validates_length_of"
    "validates_numericality_of" "validates_presence_of" "validates_size_of"
    "validates_by_schema" "validates_uniqueness_of" "validates_with")
  (#set! event.kind "validation"))

; has_paper_trail, acts_as_list scope: :board
((identifier) @event
  (#word? @event
    "aasm" "acts_as_list" "acts_as_nested_set" "acts_as_taggable" "acts_as_taggable_on"
    "acts_as_tree" "associated_audits" "audited" "counter_culture" "devise" "friendly_id"
    "has_ancestry" "has_associated_audits" "has_attached_file" "has_closure_tree" "has_logidze"
    "has_many_attached" "has_one_attached" "has_paper_trail" "has_rich_text" "logidze" "monetize" "mount_uploader" "mount_uploaders" "rolify" "searchkick"
    "state_machine")
  (#set! event.kind "library"))
