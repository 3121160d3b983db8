from django.core.management.base import BaseCommand

from shop.models import Account


class Command(BaseCommand):
    def handle(self, *args, **options):
        Account.objects.count()
