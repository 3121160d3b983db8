ActiveAdmin.register User do
  index do
    column :email
  end
end
