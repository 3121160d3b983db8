from django.db import connection
from django.db.models import Max

from .models import Account


def seen():
    return Account.objects.filter(email="x").annotate(last_seen=Max("events__at"))


def pairs():
    return {pk: email for pk, email in Account.objects.values_list()}


def emails():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM shop_account")
        for pk, email in cursor.fetchall():
            print(email)
        row = cursor.fetchone()
        return row[-1]
