module Admin
  class User < ApplicationRecord
    self.table_name = "admin_users"
    self.ignored_columns += ["legacy"]
    include SoftDeletable
    belongs_to :team, counter_cache: true
    has_many :posts, -> { where(published: true) }
    enum :role, { member: 0, owner: 1 }
    attr_accessor :nickname
    before_save :normalize
    scope :active, -> { where(active: true) }
    default_scope { where(deleted_at: nil) } if column_names.include?("deleted_at")

    def self.default_scope
      where.not(status: "archived")
    end

    def destroy
      respond_to?(:deleted_at) ? touch(:deleted_at) : super
    end

    def status
      super || "new"
    end

    class << self
      def find(*ids)
        super
      end
    end
  end
end
