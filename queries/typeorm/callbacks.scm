; What TypeORM runs by itself when rows are loaded or written.
; https://typeorm.io/docs/advanced-topics/listeners-and-subscribers

; @BeforeInsert() hash() { … }
((identifier) @event
  (#word? @event
    "AfterInsert" "AfterLoad" "AfterRecover" "AfterRemove" "AfterSoftRemove" "AfterUpdate"
    "BeforeInsert" "BeforeRecover" "BeforeRemove" "BeforeSoftRemove" "BeforeUpdate")
  (#set! event.from "typeorm")
  (#set! event.kind "hook")
  (#set! event.shape "decorator"))

; @EventSubscriber() class UserSubscriber { listenTo() { return User } }
((identifier) @event
  (#word? @event "EventSubscriber")
  (#set! event.from "typeorm")
  (#set! event.kind "listener")
  (#set! event.shape "subscriber"))

((identifier) @event
  (#word? @event "listenTo")
  (#set! event.kind "listener")
  (#set! event.shape "listens-to"))

; afterInsert(event: InsertEvent<User>) { … }
((identifier) @event
  (#word? @event
    "afterInsert" "afterLoad" "afterRecover" "afterRemove" "afterSoftRemove" "afterUpdate"
    "beforeInsert" "beforeRecover" "beforeRemove" "beforeSoftRemove" "beforeUpdate")
  (#set! event.kind "listener")
  (#set! event.shape "listens"))
