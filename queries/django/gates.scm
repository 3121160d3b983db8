; Code that asks whether a model has a field.

; hasattr(self.model, 'deleted_at'), getattr(self.model, 'deleted_at', None)
((identifier) @gate
  (#word? @gate "hasattr" "getattr")
  (#set! gate.by "attribute"))

; self.model._meta.get_field('deleted_at'): raises where there is none
((identifier) @gate
  (#word? @gate "get_field")
  (#set! gate.by "field"))

; self.model._meta.get_fields(), .fields, .concrete_fields: lists of fields
((identifier) @gate
  (#word? @gate "_meta" "opts" "__table__" "__mapper__")
  (#set! gate.by "meta"))

; [field.name for field in fields]
((identifier) @gate
  (#word? @gate "name" "attname" "column" "key")
  (#set! gate.by "name"))

; any(field.name == 'deleted_at' for field in fields)
((identifier) @gate
  (#word? @gate "any")
  (#set! gate.by "any"))

; set(names)
((identifier) @gate
  (#word? @gate "set" "list" "tuple" "sorted" "frozenset" "dict")
  (#set! gate.by "copy"))

; self.model, queryset.model, self.__class__, type(self)
((identifier) @gate
  (#word? @gate "model" "_model" "__class__" "type")
  (#set! gate.by "own"))
