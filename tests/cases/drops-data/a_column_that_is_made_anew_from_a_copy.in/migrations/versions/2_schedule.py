import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade():
    op.add_column("queries", sa.Column("old_schedule", sa.String()))
    op.execute("UPDATE queries SET old_schedule = schedule")
    op.drop_column("queries", "schedule")
    op.add_column("queries", sa.Column("schedule", sa.JSON(), nullable=False, server_default="{}"))
    op.execute("UPDATE queries SET schedule = json_build_object('interval', old_schedule)")
    op.drop_column("queries", "old_schedule")
