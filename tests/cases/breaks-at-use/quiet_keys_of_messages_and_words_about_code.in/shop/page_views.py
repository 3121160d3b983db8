from drf_spectacular.utils import OpenApiResponse, extend_schema


class PageView:
    @extend_schema(description="Shows a page.", responses={200: OpenApiResponse(description="A page.")})
    def get(self, request):
        return None
