class User < ApplicationRecord
  raise "run the migrations first" unless column_names.include?("status")
end
