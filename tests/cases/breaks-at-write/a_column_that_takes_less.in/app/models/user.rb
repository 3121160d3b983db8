class User < ApplicationRecord
  def call_me(nick)
    update!(nick: nick)
  end
end
