def clean(cursor, table, ids, column):
    cursor.execute("UPDATE users SET nickname = NULL WHERE id = %s", [ids])
    cursor.execute(f"DELETE FROM users WHERE nickname IN ('{ids[0]}', '{ids[1]}')")
    cursor.execute(f"SELECT nickname FROM {table}")
    cursor.execute("SELECT {} FROM users".format(column))
