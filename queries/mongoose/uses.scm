; What calls on models of Mongoose do with the paths that they name.
; https://mongoosejs.com/docs/queries.html

((identifier) @query
  (#word? @query "findByIdAndUpdate" "findOneAndUpdate" "findByIdAndDelete" "findOneAndDelete" "updateOne"
    "replaceOne" "findOneAndReplace")
  (#set! query.gives "row")
  (#set! query.how "write"))

((identifier) @query
  (#word? @query "countDocuments" "estimatedDocumentCount" "deleteOne" "insertMany" "bulkWrite")
  (#set! query.gives "value")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "$set" "$unset" "$inc" "$push" "$pull" "$addToSet" "$setOnInsert")
  (#set! query.gives "keys")
  (#set! query.how "write"))

((identifier) @query
  (#word? @query "$or" "$and" "$nor" "$match" "$elemMatch")
  (#set! query.gives "keys")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "$project" "$group")
  (#set! query.gives "keys")
  (#set! query.how "select"))

((identifier) @query
  (#word? @query "$sort")
  (#set! query.gives "keys")
  (#set! query.how "order"))
