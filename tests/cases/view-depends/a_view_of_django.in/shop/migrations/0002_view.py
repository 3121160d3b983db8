from django.db import migrations

VIEW = """
CREATE MATERIALIZED VIEW nicknames AS
SELECT a.nickname, count(*) AS many FROM shop_account a GROUP BY a.nickname
"""


class Migration(migrations.Migration):
    operations = [migrations.RunSQL(VIEW, "DROP MATERIALIZED VIEW nicknames")]
