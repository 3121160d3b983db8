class Card
  def badge(item)
    "open" if item.open_hours?
  end
end
