class Legacy < ApplicationRecord
  self.table_name = :old_things
end
