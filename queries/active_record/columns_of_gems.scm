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
