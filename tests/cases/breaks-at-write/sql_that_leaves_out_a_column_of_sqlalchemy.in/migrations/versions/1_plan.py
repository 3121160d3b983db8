import sqlalchemy as sa
from alembic import op


def upgrade():
    op.add_column("articles", sa.Column("plan", sa.String(), nullable=False))
