; Models of Django: the classes they descend from.
; https://docs.djangoproject.com/en/5.2/topics/db/models/

; class Article(models.Model)
((identifier) @base
  (#word? @base "Model")
  (#set! base.orm "django")
  (#set! base.module "django.db.models")
  (#set! base.module "django.contrib.gis.db.models"))

; class User(AbstractBaseUser)
((identifier) @base
  (#word? @base "AbstractBaseUser")
  (#set! base.orm "django")
  (#set! base.module "django.contrib.auth")
  (#set! base.column "password CharField")
  (#set! base.column "last_login DateTimeField null"))

((identifier) @base
  (#word? @base "PermissionsMixin")
  (#set! base.orm "django")
  (#set! base.module "django.contrib.auth")
  (#set! base.column "is_superuser BooleanField"))

; class User(AbstractUser)
((identifier) @base
  (#word? @base "AbstractUser")
  (#set! base.orm "django")
  (#set! base.module "django.contrib.auth")
  (#set! base.column "password CharField")
  (#set! base.column "last_login DateTimeField null")
  (#set! base.column "is_superuser BooleanField")
  (#set! base.column "username CharField unique")
  (#set! base.column "first_name CharField")
  (#set! base.column "last_name CharField")
  (#set! base.column "email EmailField")
  (#set! base.column "is_staff BooleanField")
  (#set! base.column "is_active BooleanField")
  (#set! base.column "date_joined DateTimeField"))

; class Session(AbstractBaseSession)
((identifier) @base
  (#word? @base "AbstractBaseSession")
  (#set! base.orm "django")
  (#set! base.module "django.contrib.sessions")
  (#set! base.column "session_key CharField key")
  (#set! base.column "session_data TextField")
  (#set! base.column "expire_date DateTimeField"))

; proxies and children of the models of Django's own applications
((identifier) @base
  (#word? @base "User")
  (#set! base.orm "django")
  (#set! base.module "django.contrib.auth")
  (#set! base.table "auth_user")
  (#set! base.column "id AutoField key")
  (#set! base.column "password CharField")
  (#set! base.column "last_login DateTimeField null")
  (#set! base.column "is_superuser BooleanField")
  (#set! base.column "username CharField unique")
  (#set! base.column "first_name CharField")
  (#set! base.column "last_name CharField")
  (#set! base.column "email EmailField")
  (#set! base.column "is_staff BooleanField")
  (#set! base.column "is_active BooleanField")
  (#set! base.column "date_joined DateTimeField"))

((identifier) @base
  (#word? @base "Group")
  (#set! base.orm "django")
  (#set! base.module "django.contrib.auth")
  (#set! base.table "auth_group"))

((identifier) @base
  (#word? @base "Permission")
  (#set! base.orm "django")
  (#set! base.module "django.contrib.auth")
  (#set! base.table "auth_permission"))

((identifier) @base
  (#word? @base "ContentType")
  (#set! base.orm "django")
  (#set! base.module "django.contrib.contenttypes")
  (#set! base.table "django_content_type"))

((identifier) @base
  (#word? @base "Site")
  (#set! base.orm "django")
  (#set! base.module "django.contrib.sites")
  (#set! base.table "django_site"))

((identifier) @base
  (#word? @base "FlatPage")
  (#set! base.orm "django")
  (#set! base.module "django.contrib.flatpages")
  (#set! base.table "django_flatpage"))
