class Notes
  def write(bike, body)
    Note.upsert(bike:, body:)
  end
end
