//! Spellings of Alembic's steps, and the changes that they are read as.

use std::sync::Arc;

use super::changes;
use crate::{
    change::{Change, DefaultValue, Op},
    database::Step,
    source::Language,
    syntax,
};

fn read(text: &str) -> Vec<Change> {
    let file: Arc<str> = "migrations/versions/1f2e_change.py".into();
    let code = syntax::code(Language::Python, text).expect("it is code");
    assert_eq!(code.limits, Vec::<String>::new(), "of {text}");
    changes(&file, text, &code.program).unwrap_or_default()
}

/// A change on one line: what happens, to what, and what is said of it.
fn shown(change: &Change) -> String {
    let mut line = format!("{} {}", change.op.name(), change.subject());
    if !change.columns.is_empty() && change.op != Op::CreateTable {
        line.push_str(&format!("({})", change.columns.join(", ")));
    }
    for definition in &change.definitions {
        let null = if definition.nullable == Some(false) { "!" } else { "" };
        let key = if definition.primary_key { "*" } else { "" };
        line.push_str(&format!(" {}{null}{key}", definition.name));
    }
    if let Some(to) = &change.to {
        line.push_str(&format!(" -> {to}"));
    }
    if let Some(written) = &change.sql_type {
        line.push_str(&format!(" {written}"));
    }
    match change.nullable {
        Some(true) => line.push_str(" null"),
        Some(false) => line.push_str(" not-null"),
        None => {}
    }
    match &change.default {
        DefaultValue::Unsaid => {}
        DefaultValue::Null => line.push_str(" default:none"),
        other => line.push_str(&format!(" default:{}", other.shown().unwrap_or_default())),
    }
    for cell in &change.existing {
        line.push_str(&format!(" = {cell}"));
    }
    if let Some(condition) = &change.condition {
        line.push_str(&format!(" where {condition}"));
    }
    line
}

#[track_caller]
fn steps(text: &str, expected: &[&str]) {
    let found: Vec<_> = read(text).iter().map(shown).collect();
    assert_eq!(found, expected, "{text}");
}

/// The steps of an `upgrade()` with that body.
#[track_caller]
fn upgrade(body: &str, expected: &[&str]) {
    let body = body.replace('\n', "\n    ");
    steps(
        &format!(
            "import sqlalchemy as sa\nfrom alembic import op\n\
             def upgrade():\n    {body}\n\
             def downgrade():\n    op.drop_table('gone')\n"
        ),
        expected,
    );
}

#[test]
fn columns_that_come() {
    upgrade(
        "op.add_column('users', sa.Column('a', sa.DateTime(timezone=True)))",
        &["add-column users.a timestamptz null = NULL"],
    );
    upgrade(
        "op.add_column('users', sa.Column('a', sa.Boolean(), nullable=False, server_default=sa.false()))",
        &["add-column users.a boolean not-null default:false = FALSE"],
    );
    upgrade(
        "op.add_column('users', sa.Column('a', sa.Boolean, nullable=False, server_default='0'))",
        &["add-column users.a boolean not-null default:false = FALSE"],
    );
    upgrade(
        "op.add_column('users', sa.Column('a', sa.DateTime(), server_default=sa.func.now()))",
        &["add-column users.a timestamp null default:now() = a value"],
    );
    upgrade(
        "op.add_column('users', sa.Column('a', sa.Integer(), server_default=sa.text('0'), nullable=False))",
        &["add-column users.a integer not-null default:0 = 0"],
    );
    upgrade(
        "op.add_column('users', sa.Column('a', sa.String(9), sa.ForeignKey('teams.id'), nullable=False), schema='x')",
        &[
            "add-column x.users.a varchar(9) not-null = unknown",
            "add-foreign-key x.users(a) -> teams",
        ],
    );
    upgrade(
        "op.add_column('users', sa.Column('a', sa.Text(), unique=True, nullable=allowed))",
        &["add-column users.a text = NULL", "add-unique users(a)"],
    );
    upgrade("op.add_column('users', made_elsewhere())", &["opaque users"]);
}

#[test]
fn columns_that_change() {
    upgrade(
        "op.alter_column('users', 'a', new_column_name='b', existing_type=sa.Text())",
        &["rename-column users.a -> b"],
    );
    upgrade(
        "op.alter_column('users', 'a', nullable=False, type_=sa.BigInteger())",
        &["alter-column users.a bigint not-null = a value"],
    );
    upgrade(
        "op.alter_column('users', 'a', server_default=None)",
        &["alter-column users.a default:none = unknown"],
    );
    upgrade("op.drop_column(table_name='users', column_name='a')", &["drop-column users.a"]);
}

#[test]
fn tables_come_and_go() {
    upgrade(
        "op.create_table('users', sa.Column('id', sa.Integer()), sa.Column('team', sa.Text(), unique=True), \
         sa.PrimaryKeyConstraint('id'), sa.UniqueConstraint('team', 'id'), schema='public')",
        &["create-table users id!* team", "add-unique users(team)", "add-unique users(team, id)"],
    );
    upgrade(
        "op.create_table('users', *standard_columns())",
        &["create-table users", "opaque users"],
    );
    upgrade(
        "op.drop_table('users')\nop.rename_table('a', 'b')",
        &["drop-table users", "rename-table a -> b"],
    );
}

#[test]
fn constraints_and_indexes() {
    upgrade(
        "op.create_unique_constraint('u', 'users', ['a', 'b'])\n\
         op.create_index(op.f('ix'), 'users', ['a'], unique=True, postgresql_where=sa.text('b IS NULL'))\n\
         op.create_index('ix', 'users', [sa.text('lower(a)')])\n\
         op.create_foreign_key(None, 'users', 'teams', ['team_id'], ['id'])\n\
         op.create_check_constraint('c', 'users', 'age > 17')\n\
         op.create_primary_key('pk', 'users', ['id'])",
        &[
            "add-unique users(a, b)",
            "add-unique users(a) where b IS NULL",
            "add-index users(lower(a))",
            "add-foreign-key users(team_id) -> teams",
            "add-check users where age > 17",
            "change-primary-key users(id)",
        ],
    );
    upgrade(
        "op.drop_constraint('u', 'users', type_='unique')\n\
         op.drop_constraint('users_team_fkey', 'users')\n\
         op.drop_constraint('odd', 'users')\n\
         op.drop_index('ix_users_a', table_name='users')",
        &["drop-unique users", "drop-foreign-key users", "opaque users", "drop-index users"],
    );
}

#[test]
fn batches_know_their_table() {
    upgrade(
        "with op.batch_alter_table('users', schema=None) as batch_op:\n    \
         batch_op.add_column(sa.Column('a', sa.Text()))\n    \
         batch_op.alter_column('b', new_column_name='c')\n    \
         batch_op.drop_column('d')\n    \
         batch_op.create_unique_constraint('u', ['a'])\n    \
         batch_op.create_foreign_key('f', 'teams', ['team_id'], ['id'])\n    \
         batch_op.drop_constraint('u2', type_='unique')\n    \
         batch_op.create_index(batch_op.f('ix'), ['a'])",
        &[
            "add-column users.a text null = NULL",
            "rename-column users.b -> c",
            "drop-column users.d",
            "add-unique users(a)",
            "add-foreign-key users(team_id) -> teams",
            "drop-unique users",
            "add-index users(a)",
        ],
    );
}

#[test]
fn migrations_are_programs() {
    steps(
        "from alembic import op as schema\nfrom sqlalchemy import Column, Text\n\
         TABLES = ('users', 'teams')\n\
         def add(table, name='note', **more):\n    schema.add_column(table, Column(name, Text(), **more))\n\
         def upgrade():\n    \
         for table in TABLES:\n        add(table, nullable=False)\n    \
         add('pages', name='mark')\n",
        &[
            "add-column users.note text not-null = unknown",
            "add-column teams.note text not-null = unknown",
            "add-column pages.mark text null = NULL",
        ],
    );
    // Either branch may run; what both do is done once.
    upgrade(
        "if op.get_bind().dialect.name == 'postgresql':\n    op.drop_column('users', 'a')\n    op.drop_table('x')\n\
         else:\n    op.drop_column('users', 'a')",
        &["drop-column users.a", "drop-table x"],
    );
    upgrade("if 'a' not in names():\n    op.drop_column('users', 'a')", &["drop-column users.a"]);
    upgrade("table = find()\nop.drop_column(table, 'a')", &["opaque "]);
    steps(
        "from alembic import op\n\
         def upgrade(engine_name):\n    globals()[f'upgrade_{engine_name}']()\n\
         def upgrade_one():\n    op.drop_table('a')\n\
         def downgrade_one():\n    op.drop_table('b')\n",
        &["drop-table a"],
    );
    // What other files are given to migrate with is not seen.
    steps(
        "from alembic import op\nfrom app.migrations.shared import add_columns\nfrom app.words import slug\n\
         def upgrade():\n    add_columns('users', 1)\n    slug('x')\n",
        &["opaque users"],
    );
    steps("def upgrade():\n    op.drop_table('a')\n", &[]);
}

#[test]
fn sql_and_rows() {
    upgrade(
        "op.execute('UPDATE users SET a = 1 WHERE b IS NULL')",
        &["backfill users.a = 1 where b IS NULL"],
    );
    upgrade(
        "conn = op.get_bind()\nconn.execute(sa.text('UPDATE users SET a = :a'), {'a': 'x'})",
        &["backfill users.a = 'x'"],
    );
    upgrade(
        "op.execute(sa.text('UPDATE users SET a = :a').bindparams(a=True))",
        &["backfill users.a = TRUE"],
    );
    upgrade(
        "for t in ('a', 'b'):\n    op.execute(f'ALTER TABLE {t} DROP COLUMN c')",
        &["drop-column a.c", "drop-column b.c"],
    );
    upgrade("op.execute(f'ALTER TABLE {t()} DROP COLUMN c')", &["opaque "]);
    upgrade(
        "op.execute('DROP TABLE %s' % 'a')\nop.execute('DROP TABLE {}'.format('b'))",
        &["drop-table a", "drop-table b"],
    );
    upgrade(
        "users = sa.table('users', sa.column('a'))\n\
         op.execute(users.update().where(users.c.b == 1).values(a='x', d=sa.func.now()))\n\
         op.execute(sa.update(users).values({users.c.a: sa.null()}))\n\
         op.execute(users.insert().values(a=1))\nop.bulk_insert(users, [{'a': 1}])",
        &[
            "backfill users.a = 'x' where where(users.c.b == 1)",
            "backfill users.d = a value where where(users.c.b == 1)",
            "backfill users.a = NULL",
        ],
    );
    upgrade(
        "class User(Base):\n    __tablename__ = 'users'\n    a = sa.Column(sa.Text())\n\
         session = Session(bind=op.get_bind())\n\
         session.query(User).filter(User.b == 1).update({User.a: 'x'})\n\
         for user in session.query(User):\n    user.a = 'y'\n",
        &["backfill users.a = 'x' where filter(User.b == 1)", "backfill users.a = 'y'"],
    );
}

#[test]
fn triggers_that_fill_a_search_vector_are_known() {
    let text = "from alembic import op\nimport sqlalchemy_searchable as ss\nrevision = '1'\n\
        def upgrade():\n    conn = op.get_bind()\n    \
        ss.sync_trigger(conn, 'users', 'search_vector', ['name', 'email'])\n    \
        ss.drop_trigger(conn, 'teams', 'search_vector')\n";
    let found = read(text);
    let [made, dropped] = found.as_slice() else { panic!("{found:?}") };
    let [Step::Create(trigger)] = made.objects.as_slice() else { panic!("{made:?}") };
    assert_eq!(trigger.name, "users_search_vector_trigger");
    assert_eq!(trigger.table.as_deref(), Some("users"));
    let named: Vec<_> = trigger.body.mentions.iter().map(|it| it.column.as_str()).collect();
    assert_eq!(named, ["name", "email", "search_vector"]);
    let [Step::Drop { name, .. }] = dropped.objects.as_slice() else { panic!("{dropped:?}") };
    assert_eq!(name, "teams_search_vector_trigger");
}
