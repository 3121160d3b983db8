from django.db.models import F, Q
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from blog.models import Author
from shop.models import Account, Invoice


class AccountSerializer(serializers.ModelSerializer):
    class Meta:
        model = Account
        fields = ["email", "nickname"]


def invoices(request, name):
    found = Invoice.objects.filter(account__nickname__icontains=name)
    return found.order_by("account__nickname").values_list("account__nickname", flat=True)


def rename(request, pk, nickname):
    account = get_object_or_404(Account, pk=pk)
    account.nickname = nickname
    account.save(update_fields=["nickname"])
    for invoice in account.invoices.all():
        print(invoice.account.nickname)


def swap():
    Account.objects.filter(~Q(nickname="")).update(email=F("nickname"))
    print([author.nickname for author in Author.objects.all()])


def unknown(thing):
    return thing.nickname
