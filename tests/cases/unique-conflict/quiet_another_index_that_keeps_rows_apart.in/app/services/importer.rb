class Importer
  def by_board(row)
    Listing.find_or_create_by(ticker: row.ticker, board: row.board) { |it| it.name = row.name }
  end

  def by_ticker(row)
    Listing.find_or_create_by(ticker: row.ticker)
  end

  def all(rows)
    Listing.upsert_all(rows, unique_by: %i[ticker board])
  end
end
