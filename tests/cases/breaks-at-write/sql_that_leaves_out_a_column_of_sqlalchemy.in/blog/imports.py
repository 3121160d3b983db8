from sqlalchemy import text


def imported(session, title):
    session.execute(text("INSERT INTO articles (title) VALUES (:title)"), {"title": title})
