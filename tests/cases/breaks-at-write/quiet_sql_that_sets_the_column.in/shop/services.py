from .models import Account


def signup(email):
    return Account.objects.create(email=email)
