class CopyUser
  def call(id)
    User.find(id).dup.save!
  end
end
