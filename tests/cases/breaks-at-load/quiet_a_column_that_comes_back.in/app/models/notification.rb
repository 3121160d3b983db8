class Notification < ApplicationRecord
  enum :status, { pending: 0, sent: 1 }
end
