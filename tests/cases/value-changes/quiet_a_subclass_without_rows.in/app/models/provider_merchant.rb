class ProviderMerchant < Merchant
  validates :source, presence: true
end
