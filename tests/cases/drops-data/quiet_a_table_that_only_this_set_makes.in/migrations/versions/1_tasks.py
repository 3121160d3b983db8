import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade():
    op.execute("DROP TABLE IF EXISTS tasks")
    op.create_table("tasks", sa.Column("id", sa.Integer(), primary_key=True))
