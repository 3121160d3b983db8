from django_filters import CharFilter, FilterSet

from shop.models import Product, Review


class ProductFilter(FilterSet):
    class Meta:
        model = Product
        fields = ["lifecycle"]


class ReviewFilter(FilterSet):
    product__lifecycle = CharFilter(label="Lifecycle")

    class Meta:
        model = Review
        fields = []
