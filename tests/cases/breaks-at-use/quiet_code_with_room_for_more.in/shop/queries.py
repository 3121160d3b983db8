from django.db import connection
from django.db.models import Max

from .models import Account, Event


def seen():
    return Event.objects.annotate(last_seen=Max("at"))


def grouped():
    return Account.objects.values("email").annotate(last_seen=Max("events__at"))


def pairs():
    return [email for pk, email in Account.objects.values_list("id", "email")]


def emails():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, email FROM shop_account")
        return [email for pk, email in cursor.fetchall()]
