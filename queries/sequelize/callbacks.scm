; What Sequelize runs by itself when rows are read, written or checked.
; https://sequelize.org/docs/v6/other-topics/hooks/

; User.beforeCreate(hash), hooks: { beforeCreate(user) { … } }
((identifier) @event
  (#word? @event
    "afterBulkCreate" "afterBulkDestroy" "afterBulkRestore" "afterBulkUpdate" "afterCreate"
    "afterDestroy" "afterFind" "afterRestore" "afterSave" "afterUpdate" "afterUpsert"
    "afterValidate" "beforeBulkCreate" "beforeBulkDestroy" "beforeBulkRestore" "beforeBulkUpdate"
    "beforeCount" "beforeCreate" "beforeDestroy" "beforeFind" "beforeRestore" "beforeSave"
    "beforeUpdate" "beforeUpsert" "beforeValidate" "validationFailed")
  (#set! event.kind "hook")
  (#set! event.shape "call"))

; User.addHook('beforeCreate', hash)
((identifier) @event
  (#word? @event "addHook" "hook")
  (#set! event.kind "hook")
  (#set! event.shape "named")
  (#set! event.when "0"))

; @BeforeCreate static hash(user: User) { … }
((identifier) @event
  (#word? @event
    "AfterBulkCreate" "AfterBulkDestroy" "AfterBulkRestore" "AfterBulkUpdate" "AfterCreate"
    "AfterDestroy" "AfterFind" "AfterRestore" "AfterSave" "AfterUpdate" "AfterUpsert"
    "AfterValidate" "BeforeBulkCreate" "BeforeBulkDestroy" "BeforeBulkRestore" "BeforeBulkUpdate"
    "BeforeCount" "BeforeCreate" "BeforeDestroy" "BeforeFind" "BeforeRestore" "BeforeSave"
    "BeforeUpdate" "BeforeUpsert" "BeforeValidate" "ValidationFailed")
  (#set! event.from "sequelize-typescript")
  (#set! event.from "@sequelize/core/decorators-legacy")
  (#set! event.kind "hook")
  (#set! event.shape "decorator"))

; @IsEmail @Length({ max: 255 }) email: string
((identifier) @event
  (#word? @event
    "Contains" "Equals" "Is" "IsAfter" "IsAlpha" "IsAlphanumeric" "IsArray" "IsBefore"
    "IsCreditCard" "IsDate" "IsDecimal" "IsEmail" "IsFloat" "IsIP" "IsIPv4" "IsIn" "IsInt"
    "IsLowercase" "IsNumeric" "IsUUID" "IsUppercase" "IsUrl" "Length" "Max" "Min" "NotContains"
    "NotEmpty" "NotIn" "NotNull" "Validate")
  (#set! event.from "sequelize-typescript")
  (#set! event.kind "validation")
  (#set! event.shape "decorator"))

; Temporal(User, sequelize)
; https://github.com/opencollective/sequelize-temporal: before each update and delete the row is copied
; into a table of its own.
((identifier) @event
  (#word? @event "Temporal")
  (#set! event.from "sequelize-temporal")
  (#set! event.kind "library")
  (#set! event.shape "applied")
  (#set! event.at "0"))
