class Greeting
  def text(user)
    user.active ? "hello" : "who are you?"
  end
end
