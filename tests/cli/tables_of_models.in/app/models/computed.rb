class Computed < ApplicationRecord
  self.table_name = Settings.table_for(:computed)
end
