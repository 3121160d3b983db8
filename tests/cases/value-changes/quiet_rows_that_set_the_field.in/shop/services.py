from .models import Account


def signup(email, phone):
    return Account.objects.create(email=email, phone=phone)


def sent(**values):
    return Account.objects.create(**values)


def called(phone):
    return Account.objects.filter(phone=phone, email__isnull=True)
