class ApplicationRecord < ActiveRecord::Base
  self.abstract_class = true

  def locale
    "en"
  end
end
