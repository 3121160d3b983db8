class Linker
  def call(account, uid)
    account.update!(provider: "apple", uid: uid)
  end
end
