class Visits
  def one(page)
    Visit.create!(page: page)
  end

  def some(pages)
    rows = pages.map { |page| { page: page.id } }
    Visit.insert_all(rows)
  end

  def known(pages)
    Visit.upsert_all(pages.map { |page| { page: page.id, token: page.token } })
  end

  def open(rows)
    Visit.insert_all!(rows)
  end
end
