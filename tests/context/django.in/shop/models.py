from django.db import models


class LiveManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(deleted_at__isnull=True)


class Owned(models.Model):
    owner = models.ForeignKey("shop.Account", on_delete=models.PROTECT)

    class Meta:
        abstract = True


class Account(models.Model):
    email = models.EmailField(unique=True)
    deleted_at = models.DateTimeField(null=True)
    tags = models.ManyToManyField("shop.Tag")

    objects = LiveManager()

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def clean(self):
        pass


class Tag(models.Model):
    name = models.CharField(max_length=20)


class Invoice(Owned):
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
