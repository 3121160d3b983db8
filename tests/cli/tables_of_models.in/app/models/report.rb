class Report
  include ActiveModel::Model
end
