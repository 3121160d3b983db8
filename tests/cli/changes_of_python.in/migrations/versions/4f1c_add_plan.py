"""add plan"""
import sqlalchemy as sa
from alembic import op

revision = "4f1c"
down_revision = "3b2a"

TABLES = ["users", "teams"]


def upgrade():
    for table in TABLES:
        op.add_column(table, sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(
            sa.Column("plan", sa.String(9), nullable=False, server_default="free")
        )
        batch_op.alter_column("nickname", new_column_name="handle")
        batch_op.create_unique_constraint("uq_users_handle", ["handle"])
    op.execute("UPDATE users SET plan = 'paid' WHERE paid")
    op.drop_column(computed(), "fax")


def downgrade():
    op.drop_column("users", "plan")
