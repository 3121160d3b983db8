from .models import Account


def signup(email):
    return Account.objects.create(email=email)


def to_ask():
    return Account.objects.filter(phone__isnull=True)
