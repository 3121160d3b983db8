class User < ApplicationRecord
  class Profile < ApplicationRecord
  end
end
