import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade():
    op.add_column("teams", sa.Column("slug", sa.String(), nullable=True))
    op.execute("UPDATE teams SET slug = lower(name)")
    op.alter_column("teams", "slug", nullable=False)
    op.execute(
        """CREATE FUNCTION keep_slug() RETURNS TRIGGER AS $$
        BEGIN
            NEW.slug := lower(NEW.name);
            RETURN NEW;
        END;
        $$ LANGUAGE plpgsql"""
    )
    op.execute(
        """CREATE TRIGGER teams_slug BEFORE INSERT OR UPDATE ON teams
        FOR EACH ROW EXECUTE PROCEDURE keep_slug()"""
    )
