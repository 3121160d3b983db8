class Pods
  def add(url)
    Pod.find_or_create_by(url: url)
  end
end
