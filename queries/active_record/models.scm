; Active Record models: what a class body says of its table, its columns and its neighbours.
; https://guides.rubyonrails.org/active_record_basics.html

; include SoftDeletable
((identifier) @mixin
  (#word? @mixin "include" "prepend")
  (#set! mixin.how "include"))

; extend Finders
((identifier) @mixin
  (#word? @mixin "extend")
  (#set! mixin.how "extend"))

; included do … end, def self.included(base)
((identifier) @hook
  (#word? @hook "included" "prepended" "extended")
  (#set! hook.reach "includers"))

; def self.inherited(subclass)
((identifier) @hook
  (#word? @hook "inherited")
  (#set! hook.reach "descendants"))

; class_methods do … end
((identifier) @hook
  (#word? @hook "class_methods")
  (#set! hook.reach "class-methods"))

; with_options dependent: :destroy do … end
((identifier) @hook
  (#word? @hook "with_options")
  (#set! hook.reach "with-options"))

; base.class_eval do … end
((identifier) @hook
  (#word? @hook "class_eval" "class_exec" "instance_eval" "instance_exec" "module_eval"
    "to_prepare" "on_load" "tap")
  (#set! hook.reach "same"))

; self.table_name = "people"
((identifier) @setting
  (#word? @setting "table_name" "set_table_name")
  (#set! setting.name "table-name"))

; self.table_name_prefix = "crm_"
((identifier) @setting
  (#word? @setting "table_name_prefix")
  (#set! setting.name "table-name-prefix"))

((identifier) @setting
  (#word? @setting "table_name_suffix")
  (#set! setting.name "table-name-suffix"))

; isolate_namespace Blorgh: the namespace gets the prefix `blorgh_`
((identifier) @setting
  (#word? @setting "isolate_namespace")
  (#set! setting.name "isolate-namespace"))

; self.abstract_class = true, primary_abstract_class
((identifier) @setting
  (#word? @setting "abstract_class" "primary_abstract_class")
  (#set! setting.name "abstract"))

((identifier) @setting
  (#word? @setting "inheritance_column" "set_inheritance_column")
  (#set! setting.name "inheritance-column"))

((identifier) @setting
  (#word? @setting "locking_column" "set_locking_column")
  (#set! setting.name "locking-column"))

((identifier) @setting
  (#word? @setting "lock_optimistically")
  (#set! setting.name "lock-optimistically"))

((identifier) @setting
  (#word? @setting "record_timestamps")
  (#set! setting.name "record-timestamps"))

((identifier) @setting
  (#word? @setting "primary_key" "set_primary_key")
  (#set! setting.name "primary-key"))

; self.ignored_columns = %w[nickname], self.ignored_columns += …, ignore_column :nickname
((identifier) @setting
  (#word? @setting "ignored_columns" "ignore_column" "ignore_columns")
  (#set! setting.name "ignored-columns"))

; config.load_defaults 7.0
((identifier) @setting
  (#word? @setting "load_defaults")
  (#set! setting.name "defaults"))

; self.default_scopes = []
((identifier) @setting
  (#word? @setting "default_scopes")
  (#set! setting.name "default-scopes"))

; belongs_to :user, counter_cache: true
((identifier) @association
  (#word? @association "belongs_to" "belongs_to_active_hash" "delegated_type")
  (#set! association.kind "belongs-to"))

((identifier) @association
  (#word? @association "has_one")
  (#set! association.kind "has-one"))

((identifier) @association
  (#word? @association "has_many" "has_and_belongs_to_many")
  (#set! association.kind "has-many"))

; enum :status, { active: 0 }
((identifier) @declare
  (#word? @declare "enum")
  (#set! declare.as "enum"))

; attribute :nickname, :string
((identifier) @declare
  (#word? @declare "attribute")
  (#set! declare.as "attribute"))

; attr_accessor :nickname
((identifier) @declare
  (#word? @declare "attr_accessor" "attr_reader" "attr_writer" "cattr_accessor" "mattr_accessor")
  (#set! declare.as "accessor"))

; delegate :city, to: :address
((identifier) @declare
  (#word? @declare "delegate")
  (#set! declare.as "delegate"))

; translates :title: a table or a column of translations serves the attribute (Globalize, Mobility,
; Traco). https://github.com/globalize/globalize#model-translations
((identifier) @declare
  (#word? @declare "translates")
  (#set! declare.as "translation"))

; store_accessor :settings, :color
((identifier) @declare
  (#word? @declare "store_accessor" "store" "typed_store" "jsonb_accessor")
  (#set! declare.as "store"))

; alias_attribute :state, :status
((identifier) @declare
  (#word? @declare "alias_attribute" "alias_method")
  (#set! declare.as "alias"))

; define_method(:nickname) { … }
((identifier) @declare
  (#word? @declare "define_method")
  (#set! declare.as "method"))

; has_one_attached :avatar, has_rich_text :body
((identifier) @declare
  (#word? @declare "has_one_attached" "has_many_attached" "has_rich_text")
  (#set! declare.as "attachment"))

; validates :email, uniqueness: true
((identifier) @declare
  (#word? @declare "validates")
  (#set! declare.as "validation"))

; validates_length_of :name, maximum: 40
((identifier) @declare
  (#word? @declare "validates_length_of" "validates_size_of")
  (#set! declare.as "length"))

; validates_uniqueness_of :email, scope: :team_id
((identifier) @declare
  (#word? @declare "validates_uniqueness_of")
  (#set! declare.as "uniqueness"))
