from django.db.models import Q
from rest_framework import status
from rest_framework.response import Response

from orders.models import Order


def destroy(request, pk):
    Order.objects.filter(pk=pk, status="new").delete()
    return Response(status=status.HTTP_204_NO_CONTENT)


def unpaid():
    return Q(status="new")
