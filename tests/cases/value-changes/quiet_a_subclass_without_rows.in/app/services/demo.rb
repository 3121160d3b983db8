class Demo
  def run
    FamilyMerchant.create!(name: "Books")
  end
end
