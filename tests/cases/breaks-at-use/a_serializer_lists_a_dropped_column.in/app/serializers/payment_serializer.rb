class PaymentSerializer
  include JSONAPI::Serializer

  attributes :id, :method_id, :amount
end
