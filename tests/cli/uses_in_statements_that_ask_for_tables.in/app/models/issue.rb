class Issue < ApplicationRecord
  REMAINING = Arel.sql("#{Issue.table_name}.hours * #{table_name}.ratio")

  scope :long, -> { where("#{quoted_table_name}.hours > ?", 8) }

  def self.total = connection.select_value("SELECT SUM(hours) FROM #{table_name}")
end
