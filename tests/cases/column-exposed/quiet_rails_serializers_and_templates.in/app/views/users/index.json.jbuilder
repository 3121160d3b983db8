json.array! @users do |user|
  json.author user, :id, :name
  json.extract! user, :title
end
