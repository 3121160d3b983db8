class User < ApplicationRecord
  before_save { self.status ||= "new" }
  after_create -> { audit(status) }, if: -> { status == "new" }

  def audit(text)
    puts text
  end
end
