task purge: :environment do
  User.only_deleted.delete_all
end
