class Admin < User
  after_create :greet
end
