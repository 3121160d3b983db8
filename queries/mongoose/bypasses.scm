; Deletes that mongoose-delete leaves as they are.
; https://github.com/dsanel/mongoose-delete

; User.deleteOne({ _id }), User.findByIdAndDelete(id)
((identifier) @bypass
  (#word? @bypass
    "deleteMany" "deleteOne" "findByIdAndDelete" "findOneAndDelete" "remove")
  (#set! bypass.does "erases")
  (#set! bypass.by "rows"))
