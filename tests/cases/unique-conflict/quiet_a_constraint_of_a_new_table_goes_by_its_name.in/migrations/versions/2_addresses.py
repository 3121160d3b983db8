from alembic import op

revision = "2"
down_revision = "1"


def upgrade():
    op.drop_constraint(op.f("logins_user_id_address_uc"), "logins", type_="unique")
    op.create_unique_constraint("logins_user_id_address_id_uc", "logins", ["user_id", "address_id"])
    op.drop_column("logins", "address")
