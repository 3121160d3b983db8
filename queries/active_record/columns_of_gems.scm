; Gems whose macros look for a column, and what they make of rows in which it is NULL.

; acts_as_list
; https://github.com/brendon/acts_as_list#usage
((identifier) @reliance
  (#word? @reliance "acts_as_list")
  (#set! reliance.column "position")
  (#set! reliance.option "column")
  (#set! reliance.empty "it stands outside of the list, and the first new row gets the first position"))

; acts_as_tree order: "name"
; https://github.com/amerine/acts_as_tree/blob/main/lib/acts_as_tree.rb (level)
((identifier) @reliance
  (#word? @reliance "acts_as_tree")
  (#set! reliance.column "level")
  (#set! reliance.comes "the column answers in place of the level that was computed"))

; acts_as_nested_set
; https://github.com/collectiveidea/awesome_nested_set/blob/main/lib/awesome_nested_set/model.rb
((identifier) @reliance
  (#word? @reliance "acts_as_nested_set")
  (#set! reliance.column "depth")
  (#set! reliance.option "depth_column")
  (#set! reliance.empty "its depth is not known, and that of rows below is computed from nothing"))

; friendly_id :name, use: [:slugged, :finders]
; https://github.com/norman/friendly_id/blob/master/lib/friendly_id/slugged.rb
((identifier) @reliance
  (#word? @reliance "friendly_id")
  (#set! reliance.column "slug")
  (#set! reliance.option "slug_column")
  (#set! reliance.with "use:history")
  (#set! reliance.with "use:scoped")
  (#set! reliance.with "use:simple_i18n")
  (#set! reliance.with "use:slugged")
  (#set! reliance.empty "its name leads nowhere, and its address changes with the next save"))

; state_machine :state, initial: :pending
; https://github.com/state-machines/state_machines-activerecord
((identifier) @reliance
  (#word? @reliance "state_machine")
  (#set! reliance.column "*")
  (#set! reliance.default "state")
  (#set! reliance.names "first")
  (#set! reliance.option "attribute")
  (#set! reliance.empty "it is in no known state: it is invalid, and events raise"))

; has_attached_file :avatar
; https://github.com/kreeti/kt-paperclip/blob/master/lib/paperclip/attachment.rb (ensure_required_accessors!)
((identifier) @reliance
  (#word? @reliance "has_attached_file")
  (#set! reliance.column "*_file_name")
  (#set! reliance.names "first")
  (#set! reliance.goes "every row answers as if it had no file, and giving it one raises"))

; The others are optional: the attachment asks whether they are there.
((identifier) @reliance
  (#word? @reliance "has_attached_file")
  (#set! reliance.column "*_content_type")
  (#set! reliance.column "*_file_size")
  (#set! reliance.column "*_fingerprint")
  (#set! reliance.column "*_updated_at")
  (#set! reliance.names "first")
  (#set! reliance.unkept "the attachment goes on without it"))

; validates_attachment_content_type :avatar, content_type: /\Aimage/
((identifier) @reliance
  (#word? @reliance "validates_attachment_content_type")
  (#set! reliance.column "*_content_type")
  (#set! reliance.goes "the validation asks for it, and every save raises"))

; validates_attachment_size :avatar, less_than: 1.megabyte
((identifier) @reliance
  (#word? @reliance "validates_attachment_size")
  (#set! reliance.column "*_file_size")
  (#set! reliance.goes "the validation asks for it, and every save raises"))

; validates_attachment :avatar, content_type: { content_type: "image/png" }, size: { in: 0..10.kilobytes }
((identifier) @reliance
  (#word? @reliance "validates_attachment")
  (#set! reliance.column "*_content_type")
  (#set! reliance.with "content_type")
  (#set! reliance.goes "the validation asks for it, and every save raises"))

((identifier) @reliance
  (#word? @reliance "validates_attachment")
  (#set! reliance.column "*_file_size")
  (#set! reliance.with "size")
  (#set! reliance.goes "the validation asks for it, and every save raises"))
