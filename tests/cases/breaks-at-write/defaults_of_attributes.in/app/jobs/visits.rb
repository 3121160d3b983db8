class Visits
  def one(path)
    Visit.create!(path: path)
  end

  def some(paths)
    Visit.insert_all(paths.map { |path| { path: path, page: 1, seen_at: Time.current } })
  end
end
