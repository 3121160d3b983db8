; What MikroORM runs by itself when rows are loaded or written.
; https://mikro-orm.io/docs/events

; @BeforeCreate() hash() { … }
((identifier) @event
  (#word? @event
    "AfterCreate" "AfterDelete" "AfterUpdate" "AfterUpsert" "BeforeCreate" "BeforeDelete"
    "BeforeUpdate" "BeforeUpsert" "OnInit" "OnLoad")
  (#set! event.from "@mikro-orm/core")
  (#set! event.from "@mikro-orm/decorators/legacy")
  (#set! event.kind "hook")
  (#set! event.shape "decorator"))

; @Subscriber() class UserSubscriber { getSubscribedEntities() { return [User] } }
((identifier) @event
  (#word? @event "Subscriber")
  (#set! event.from "@mikro-orm/core")
  (#set! event.kind "listener")
  (#set! event.shape "subscriber"))

((identifier) @event
  (#word? @event "getSubscribedEntities")
  (#set! event.kind "listener")
  (#set! event.shape "listens-to"))

; async afterCreate(args: EventArgs<User>) { … }
((identifier) @event
  (#word? @event
    "afterCreate" "afterDelete" "afterFlush" "afterUpdate" "afterUpsert" "beforeCreate"
    "beforeDelete" "beforeFlush" "beforeUpdate" "beforeUpsert" "onFlush" "onInit" "onLoad")
  (#set! event.kind "listener")
  (#set! event.shape "listens"))
