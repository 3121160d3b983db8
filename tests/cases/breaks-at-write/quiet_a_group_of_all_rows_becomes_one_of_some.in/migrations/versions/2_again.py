import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade():
    op.drop_constraint("fields_slug_shop_id_key", "fields", type_="unique")
    op.create_index(
        "fields_slug_shop_id_active_key",
        "fields",
        ["slug", "shop_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
