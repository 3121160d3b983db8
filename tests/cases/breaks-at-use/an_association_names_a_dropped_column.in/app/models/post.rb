class Post < ApplicationRecord

end
