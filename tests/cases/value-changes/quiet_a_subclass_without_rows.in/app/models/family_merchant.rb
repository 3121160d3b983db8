class FamilyMerchant < Merchant
end
