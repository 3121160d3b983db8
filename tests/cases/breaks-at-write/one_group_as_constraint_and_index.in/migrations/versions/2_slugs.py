import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade():
    op.create_unique_constraint("uq_articles_slug", "articles", ["slug"])
    op.create_index("ix_articles_slug", "articles", ["slug"], unique=True)
    op.create_index("ix_articles_slug_code", "articles", ["slug", "code"], unique=True)
    op.create_index("ix_articles_code", "articles", ["code"], unique=True, postgresql_where=sa.text("id > 9"))
    op.create_index("ix_articles_all_codes", "articles", ["code"], unique=True)
