class Post < ApplicationRecord
  default_scope { where("state <> :state", state: "gone") }
end
