class Topic < ApplicationRecord
  default_scope { where("topics.hidden IS DISTINCT FROM TRUE") }
end
