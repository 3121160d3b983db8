INSTALLED_APPS = ["rest_framework", "shop"]

REST_FRAMEWORK = {
    "DEFAULT_FILTER_BACKENDS": ["shop.filters.LiveFilter"],
}
