; Methods of Mongoose that read whole documents or store what they are given.
; https://mongoosejs.com/docs/api/model.html

; User.find(), User.findById(id)
((identifier) @consumer
  (#word? @consumer "find" "findById" "findByIdAndDelete" "findByIdAndUpdate" "findOne" "findOneAndDelete" "findOneAndReplace" "findOneAndUpdate")
  (#set! consumer.shape "rows")
  (#set! consumer.chained "yes"))

; User.create(values)
((identifier) @consumer
  (#word? @consumer "create" "insertMany" "save")
  (#set! consumer.shape "rows"))

; select('name'), select('-password')
((identifier) @consumer
  (#word? @consumer "projection" "select")
  (#set! consumer.shape "names"))

; countDocuments()
((identifier) @consumer
  (#word? @consumer "countDocuments" "deleteMany" "deleteOne" "distinct" "estimatedDocumentCount" "exists" "updateMany" "updateOne")
  (#set! consumer.shape "none"))

; create(req.body), findByIdAndUpdate(id, req.body)
((identifier) @consumer
  (#word? @consumer "create" "findByIdAndUpdate" "findOneAndReplace" "findOneAndUpdate" "insertMany" "replaceOne" "set" "updateMany" "updateOne")
  (#set! consumer.shape "stores"))

; user.toObject(), user.toJSON()
((identifier) @consumer
  (#word? @consumer "_doc" "lean" "toJSON" "toObject")
  (#set! consumer.shape "same"))
