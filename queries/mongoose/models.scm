; Models of Mongoose.
; https://mongoosejs.com/docs/guide.html

; new mongoose.Schema({ email: String }, { collection: 'people' })
((identifier) @declare
  (#word? @declare "Schema")
  (#set! declare.from "mongoose")
  (#set! declare.as "schema"))

; mongoose.model('User', userSchema)
((identifier) @declare
  (#word? @declare "model")
  (#set! declare.as "model"))

; userSchema.pre(/^find/, function () { this.where({ deleted: false }) })
((identifier) @callback
  (#word? @callback "pre")
  (#set! callback.when "named"))

; userSchema.plugin(mongooseDelete, { overrideMethods: 'all' })
((identifier) @mixin
  (#word? @mixin "plugin")
  (#set! mixin.how "plugin"))

; this.where({ deleted: false }), this.find({ deleted: false })
((identifier) @predicate
  (#word? @predicate "where" "find" "setQuery")
  (#set! predicate.call "where"))

; @Schema({ collection: 'people' }) class User {}
((identifier) @declare
  (#word? @declare "Schema")
  (#set! declare.from "@nestjs/mongoose")
  (#set! declare.as "class"))

; @Prop({ required: true }) email: string
((identifier) @declare
  (#word? @declare "Prop")
  (#set! declare.from "@nestjs/mongoose")
  (#set! declare.as "path"))

; SchemaFactory.createForClass(User)
((identifier) @declare
  (#word? @declare "createForClass")
  (#set! declare.as "schema-of-class"))
