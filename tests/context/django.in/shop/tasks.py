from celery import shared_task

from .models import Account


@shared_task
def expire():
    Account.objects.filter(email="").delete()
