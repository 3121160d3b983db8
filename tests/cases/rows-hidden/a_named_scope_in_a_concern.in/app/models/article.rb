class Article < ApplicationRecord
  include Moderated
end
