class User < ApplicationRecord
  acts_as_paranoid column: :archived_at
end
