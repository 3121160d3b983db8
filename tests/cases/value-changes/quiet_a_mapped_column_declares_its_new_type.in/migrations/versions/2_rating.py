import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade():
    op.alter_column("recipes", "rating", existing_type=sa.Integer(), type_=sa.Float())
