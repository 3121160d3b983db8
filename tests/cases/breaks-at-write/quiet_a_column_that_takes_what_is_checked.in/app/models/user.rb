class User < ApplicationRecord
  validates :nick, length: { in: 2..20 }

  def call_me(nick)
    update!(nick: nick)
  end
end
