from django.db import connection


def imported(email):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO shop_account (email, plan) VALUES (%s, %s)", [email, "free"])
