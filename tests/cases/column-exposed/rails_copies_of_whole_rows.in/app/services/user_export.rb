class UserExport
  def to_csv
    CSV.generate do |csv|
      csv << User.column_names
      User.find_each { |user| csv << user.attributes.values }
    end
  end
end
