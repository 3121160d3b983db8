; Declarations for which it matters what a column holds, or that it is there.
; https://guides.rubyonrails.org/active_record_validations.html

; validates :email, presence: true
((identifier) @reliance
  (#word? @reliance "validates" "validates!")
  (#set! reliance.column "*")
  (#set! reliance.with "presence")
  (#set! reliance.with "comparison")
  (#set! reliance.with "inclusion")
  (#set! reliance.with "numericality")
  (#set! reliance.with "length:minimum")
  (#set! reliance.with "length:is")
  (#set! reliance.with "length:in")
  (#set! reliance.with "length:within")
  (#set! reliance.without "allow_nil")
  (#set! reliance.without "allow_blank")
  (#set! reliance.empty "it is invalid, and every save of it fails"))

; validates :email, format: { with: /@/ }: a pattern may fit nothing at all
((identifier) @reliance
  (#word? @reliance "validates" "validates!")
  (#set! reliance.column "*")
  (#set! reliance.with "format")
  (#set! reliance.without "allow_nil")
  (#set! reliance.without "allow_blank")
  (#set! reliance.sure "likely")
  (#set! reliance.empty "it is invalid, and every save of it fails"))

; validates_presence_of :email
((identifier) @reliance
  (#word? @reliance
    "validates_comparison_of" "validates_inclusion_of" "validates_numericality_of"
    "validates_presence_of")
  (#set! reliance.column "*")
  (#set! reliance.without "allow_nil")
  (#set! reliance.without "allow_blank")
  (#set! reliance.empty "it is invalid, and every save of it fails"))

; validates_length_of :name, minimum: 2
((identifier) @reliance
  (#word? @reliance "validates_length_of" "validates_size_of")
  (#set! reliance.column "*")
  (#set! reliance.with "minimum")
  (#set! reliance.with "is")
  (#set! reliance.with "in")
  (#set! reliance.with "within")
  (#set! reliance.without "allow_nil")
  (#set! reliance.without "allow_blank")
  (#set! reliance.empty "it is invalid, and every save of it fails"))

((identifier) @reliance
  (#word? @reliance "validates_format_of")
  (#set! reliance.column "*")
  (#set! reliance.without "allow_nil")
  (#set! reliance.without "allow_blank")
  (#set! reliance.sure "likely")
  (#set! reliance.empty "it is invalid, and every save of it fails"))

; belongs_to :team: required by default since `load_defaults 5.0`
((identifier) @reliance
  (#word? @reliance "belongs_to")
  (#set! reliance.column "*_id")
  (#set! reliance.option "foreign_key")
  (#set! reliance.setting "belongs_to_required_by_default")
  (#set! reliance.since "5.0")
  (#set! reliance.unless-set "required")
  (#set! reliance.without "optional")
  (#set! reliance.empty "it is invalid without the row that it belongs to, and every save of it fails"))

; enum :status, { active: 0 }, validate: true
((identifier) @reliance
  (#word? @reliance "enum")
  (#set! reliance.column "*")
  (#set! reliance.names "first")
  (#set! reliance.with "validate")
  (#set! reliance.without "allow_nil")
  (#set! reliance.empty "it is invalid, and every save of it fails"))

; has_secure_password :recovery
; https://api.rubyonrails.org/classes/ActiveModel/SecurePassword/ClassMethods.html
((identifier) @reliance
  (#word? @reliance "has_secure_password")
  (#set! reliance.column "*_digest")
  (#set! reliance.default "password")
  (#set! reliance.names "first")
  (#set! reliance.empty "no password fits it, and with the validations that are on by default no save of it passes")
  (#set! reliance.goes "setting a password raises, and checking one does"))

; has_secure_token :auth_token
((identifier) @reliance
  (#word? @reliance "has_secure_token")
  (#set! reliance.column "*")
  (#set! reliance.default "token")
  (#set! reliance.names "first")
  (#set! reliance.empty "it has no token, and whoever asks for the token nil gets the first of them")
  (#set! reliance.goes "every create raises, for it sets a token"))

; attribute :nickname, :string, default: "none"
; https://api.rubyonrails.org/classes/ActiveRecord/Attributes/ClassMethods.html
((identifier) @reliance
  (#word? @reliance "attribute")
  (#set! reliance.column "*")
  (#set! reliance.names "first")
  (#set! reliance.with "default")
  (#set! reliance.comes "the attribute is stored, and new records hold its default, not that of the database"))

((identifier) @reliance
  (#word? @reliance "attribute")
  (#set! reliance.column "*")
  (#set! reliance.names "first")
  (#set! reliance.unkept "the attribute stays, takes values and forgets them"))

; serialize :prefs, coder: JSON
((identifier) @reliance
  (#word? @reliance "serialize")
  (#set! reliance.column "*")
  (#set! reliance.names "first")
  (#set! reliance.unkept "the attribute stays, takes values and forgets them"))

; `serialize` makes text of a value, and a column of JSON would do it again: Active Record refuses both.
; active_record/attribute_methods/serialization.rb (type_incompatible_with_serialize?)
((identifier) @reliance
  (#word? @reliance "serialize")
  (#set! reliance.column "*")
  (#set! reliance.names "first")
  (#set! reliance.with "1:JSON")
  (#set! reliance.with "coder:JSON")
  (#set! reliance.json "the first use raises `ColumnNotSerializableError`, for both make JSON of the value"))

; serialize :tags, Array
((identifier) @reliance
  (#word? @reliance "serialize")
  (#set! reliance.column "*")
  (#set! reliance.names "first")
  (#set! reliance.with "1:Array")
  (#set! reliance.with "type:Array")
  (#set! reliance.array "the first use raises `ColumnNotSerializableError`, for the column makes arrays itself"))

; normalizes :email, with: ->(email) { email.strip }
((identifier) @reliance
  (#word? @reliance "normalizes")
  (#set! reliance.column "*")
  (#set! reliance.unkept "the attribute stays, takes values and forgets them"))

; attr_accessor :nickname
((identifier) @reliance
  (#word? @reliance "attr_accessor" "attr_writer")
  (#set! reliance.column "*")
  (#set! reliance.shadowed "keeps what is assigned in memory, and no save writes it"))

; store_accessor :settings, :color
((identifier) @reliance
  (#word? @reliance "store_accessor")
  (#set! reliance.column "*")
  (#set! reliance.names "rest")
  (#set! reliance.shadowed "keeps what is assigned in its store, and the column stays as it is"))

; store :settings, accessors: [:color]
((identifier) @reliance
  (#word? @reliance "store")
  (#set! reliance.column "*")
  (#set! reliance.names "accessors")
  (#set! reliance.shadowed "keeps what is assigned in its store, and the column stays as it is"))
