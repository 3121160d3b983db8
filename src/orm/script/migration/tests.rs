//! Spellings of steps, and the changes that they are read as.

use std::sync::Arc;

use super::changes;
use crate::{
    change::{Change, Op},
    source::Language,
    syntax,
};

fn read(path: &str, text: &str) -> Vec<Change> {
    let file: Arc<str> = path.into();
    let language = Language::of(path).expect("a script");
    let code = syntax::code(language, text).expect("it is code");
    assert_eq!(code.limits, Vec::<String>::new(), "of {text}");
    changes(&file, text, &code.program)
}

/// A change on one line: what happens, to what, and what is said of it.
fn shown(change: &Change) -> String {
    let mut line = format!("{} {}", change.op.name(), change.subject());
    if !change.columns.is_empty() {
        line.push_str(&format!("({})", change.columns.join(", ")));
    }
    for definition in &change.definitions {
        let null = if definition.nullable == Some(false) { "!" } else { "" };
        line.push_str(&format!(" {}{null}", definition.name));
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
        crate::change::DefaultValue::Unsaid => {}
        crate::change::DefaultValue::Null => line.push_str(" default:none"),
        other => line.push_str(&format!(" default:{}", other.shown().unwrap_or_default())),
    }
    if change.op == Op::Backfill {
        line.push_str(&format!(" = {:?}", change.existing));
    }
    if let Some(condition) = &change.condition {
        line.push_str(&format!(" where {condition}"));
    }
    line
}

#[track_caller]
fn steps(text: &str, expected: &[&str]) {
    let found: Vec<_> = read("migrations/1.ts", text).iter().map(shown).collect();
    assert_eq!(found, expected, "{text}");
}

#[track_caller]
fn sequelize(body: &str, expected: &[&str]) {
    steps(
        &format!("module.exports = {{ async up(queryInterface, Sequelize) {{ {body} }} }}"),
        expected,
    );
}

#[track_caller]
fn knex(body: &str, expected: &[&str]) {
    steps(&format!("exports.up = async (knex) => {{ {body} }}"), expected);
}

#[track_caller]
fn table(body: &str, expected: &[&str]) {
    knex(&format!("await knex.schema.alterTable('users', (t) => {{ {body} }})"), expected);
}

#[track_caller]
fn typeorm(body: &str, expected: &[&str]) {
    steps(
        &format!(
            "import {{ QueryRunner }} from 'typeorm';\nexport class A1 implements MigrationInterface {{ async up(q: QueryRunner) {{ {body} }} async down(q) {{ await q.dropTable('x') }} }}"
        ),
        expected,
    );
}

#[test]
fn the_function_that_migrates_is_found_however_it_is_exported() {
    let step = "qi.addColumn('users', 'age', Sequelize.INTEGER)";
    for text in [
        format!(
            "module.exports = {{ up: (qi, Sequelize) => {step}, down: (qi) => qi.removeColumn('users', 'x') }}"
        ),
        format!("module.exports = {{ async up(qi, Sequelize) {{ await {step} }} }}"),
        format!(
            "exports.up = function (qi, Sequelize) {{ return {step} }}; exports.down = (qi) => qi.dropTable('users')"
        ),
        format!("module.exports.up = async ({{ context: qi }}) => {step}"),
        format!("export const up: Migration = async ({{ context: qi }}) => {{ await {step} }}"),
        format!("export async function up(qi: QueryInterface) {{ await {step} }}"),
        format!("export default {{ up: async (qi) => {step} }}"),
        format!(
            "const up = async (qi) => {step};\nconst down = async (qi) => qi.dropTable('users');\nmodule.exports = {{ up, down }}"
        ),
        format!("async function up(qi) {{ await {step} }}\nmodule.exports = {{ up }}"),
        format!("export {{ up }};\nasync function up(qi) {{ await {step} }}"),
        format!(
            "module.exports = {{ up: withTransaction(async (qi, transaction) => {{ await {step} }}) }}"
        ),
    ] {
        steps(&text, &["add-column users.age integer null"]);
    }
    steps("module.exports = { helper(qi) { return qi.dropTable('users') } }", &[]);
}

#[test]
fn columns_of_sequelize() {
    sequelize(
        "await queryInterface.addColumn({ tableName: 'users', schema: 'app' }, 'a', { type: Sequelize.STRING(20), allowNull: false, defaultValue: 'x' })",
        &["add-column app.users.a string(20) not-null default:x"],
    );
    // What models fill in is no default of the database.
    sequelize(
        "queryInterface.addColumn('users', 'a', { type: Sequelize.DATE, defaultValue: Sequelize.NOW })",
        &["add-column users.a date null"],
    );
    sequelize(
        "queryInterface.addColumn('users', 'a', { type: Sequelize.DATE, defaultValue: Sequelize.literal('now()') })",
        &["add-column users.a date null default:now()"],
    );
    sequelize(
        "queryInterface.addColumn('users', 'a', { type: Sequelize.DATE, defaultValue: Sequelize.fn('now'), unique: true, references: { model: 'teams', key: 'id' } })",
        &[
            "add-column users.a date null default:now()",
            "add-unique users(a)",
            "add-foreign-key users(a) -> teams",
        ],
    );
    // All that a new definition leaves out is no longer so.
    sequelize(
        "queryInterface.changeColumn('users', 'a', { type: Sequelize.TEXT })",
        &["alter-column users.a text null default:none"],
    );
    sequelize(
        "queryInterface.changeColumn('users', 'a', { type: Sequelize.TEXT, allowNull: false, defaultValue: 1 })",
        &["alter-column users.a text not-null default:1"],
    );
    sequelize(
        "queryInterface.removeColumn('users', 'a'); queryInterface.renameColumn('users', 'b', 'c')",
        &["drop-column users.a", "rename-column users.b -> c"],
    );
}

#[test]
fn tables_and_constraints_of_sequelize() {
    sequelize(
        "queryInterface.createTable('users', { id: { type: Sequelize.UUID, primaryKey: true }, email: { type: Sequelize.STRING, unique: true }, teamId: { type: Sequelize.UUID, references: { model: 'teams' } } })",
        &[
            "create-table users(id, email, teamId) id! email teamId",
            "add-unique users(email)",
            "add-foreign-key users(teamId) -> teams",
        ],
    );
    sequelize(
        "queryInterface.dropTable('users'); queryInterface.renameTable('a', 'b')",
        &["drop-table users", "rename-table a -> b"],
    );
    sequelize(
        "queryInterface.addIndex('users', ['email'], { unique: true, where: { deletedAt: null } }); queryInterface.addIndex('users', { fields: ['a'] })",
        &["add-unique users(email) where { deletedAt: null }", "add-index users(a)"],
    );
    sequelize(
        "queryInterface.addConstraint('users', { type: 'unique', fields: ['email'] }); queryInterface.addConstraint('users', ['a'], { type: 'foreign key', references: { table: 'teams', field: 'id' } })",
        &["add-unique users(email)", "add-foreign-key users(a) -> teams"],
    );
    sequelize(
        "queryInterface.removeConstraint('users', 'users_email_key'); queryInterface.removeConstraint('users', 'whatever'); queryInterface.removeIndex('users', ['a'])",
        &["drop-unique users", "opaque users", "drop-index users(a)"],
    );
}

#[test]
fn a_migration_is_followed_as_a_program() {
    sequelize(
        "return queryInterface.addColumn('a', 'x', Sequelize.INTEGER).then(() => queryInterface.addColumn('b', 'x', Sequelize.INTEGER)).catch(() => queryInterface.dropTable('a'))",
        &["add-column a.x integer null", "add-column b.x integer null"],
    );
    sequelize(
        "return queryInterface.sequelize.transaction(async (t) => { await Promise.all([queryInterface.removeColumn('a', 'x', { transaction: t }), queryInterface.removeColumn('a', 'y')]) })",
        &["drop-column a.x", "drop-column a.y"],
    );
    sequelize(
        "for (const table of ['a', 'b']) { await queryInterface.removeColumn(table, 'x') }",
        &["drop-column a.x", "drop-column b.x"],
    );
    sequelize(
        "await Promise.all(['a', 'b'].map((table) => queryInterface.removeColumn(table, 'x')))",
        &["drop-column a.x", "drop-column b.x"],
    );
    sequelize(
        "for (const [table, column] of Object.entries({ a: 'x', b: 'y' })) await queryInterface.removeColumn(table, column)",
        &["drop-column a.x", "drop-column b.y"],
    );
    sequelize(
        "const described = await queryInterface.describeTable('a'); if (!described.x) { await queryInterface.addColumn('a', 'x', Sequelize.TEXT) } else { return } await queryInterface.removeColumn('a', 'y')",
        &["add-column a.x text null", "drop-column a.y"],
    );
    steps(
        "const TABLE = 'a';\nconst COLUMNS = { x: 'one' };\nasync function drop(qi, column) { await qi.removeColumn(TABLE, column) }\nmodule.exports = { async up(queryInterface) { await drop(queryInterface, COLUMNS.x); await drop(queryInterface, `${TABLE}_y`) } }",
        &["drop-column a.one", "drop-column a.a_y"],
    );
    sequelize(
        "for (const table of await queryInterface.showAllTables()) { await queryInterface.removeColumn(table, 'x') }",
        &["opaque "],
    );
    steps(
        "const { addAll } = require('./all');\nexports.up = (queryInterface) => addAll(queryInterface)",
        &["opaque "],
    );
}

#[test]
fn sql_in_strings() {
    sequelize(
        "const table = 'users'; await queryInterface.sequelize.query(`ALTER TABLE \"${table}\" ADD COLUMN \"deletedAt\" timestamptz; UPDATE users SET a = 1`, { transaction })",
        &[
            "add-column users.deletedAt timestamptz null",
            "backfill users.a = [Value(Number(\"1\"))]",
        ],
    );
    sequelize(
        "await queryInterface.sequelize.query('SELECT 1'); await queryInterface.sequelize.query(`ALTER TABLE ${await name()} ADD x int`)",
        &["opaque "],
    );
    sequelize(
        "await queryInterface.bulkUpdate('users', { a: 1, b: null }, { c: null }); await queryInterface.bulkInsert('users', rows)",
        &[
            "backfill users.a = [Value(Number(\"1\"))] where { c: null }",
            "backfill users.b = [Null] where { c: null }",
        ],
    );
    sequelize(
        "const drop = (table, column) => `ALTER TABLE \"${table}\" DROP COLUMN ${column}`; function clear(table) { return `UPDATE ${table} SET a = NULL` } await queryInterface.sequelize.query(drop('users', 'x')); await queryInterface.sequelize.query(clear('teams')); await queryInterface.sequelize.query(drop(other, 'y'))",
        &["drop-column users.x", "backfill teams.a = [Null]", "opaque "],
    );
}

#[test]
fn builders_of_knex() {
    table(
        "t.string('name', 20).notNullable().defaultTo('x').unique(); t.text('a').references('id').inTable('teams'); t.specificType('tags', 'text[]')",
        &[
            "add-column users.name string(20) not-null default:x",
            "add-unique users(name)",
            "add-column users.a text null",
            "add-foreign-key users(a) -> teams",
            "add-column users.tags text[] null",
        ],
    );
    table(
        "t.timestamp('a').defaultTo(knex.fn.now()); t.timestamps(true, true)",
        &[
            "add-column users.a timestamp null default:now()",
            "add-column users.created_at timestamp not-null default:now()",
            "add-column users.updated_at timestamp not-null default:now()",
        ],
    );
    table(
        "t.bigInteger('a').alter(); t.setNullable('b'); t.dropNullable('c')",
        &[
            "alter-column users.a biginteger null default:none",
            "alter-column users.b null",
            "alter-column users.c not-null",
        ],
    );
    table(
        "t.dropColumn('a'); t.dropColumns('b', 'c'); t.renameColumn('d', 'e'); t.dropTimestamps(); t.comment('x')",
        &[
            "drop-column users.a",
            "drop-column users.b",
            "drop-column users.c",
            "rename-column users.d -> e",
            "drop-column users.created_at",
            "drop-column users.updated_at",
        ],
    );
    table(
        "t.unique(['a', 'b']); t.index('a'); t.foreign('a').references('teams.id'); t.dropUnique(['a']); t.frobnicate()",
        &[
            "add-unique users(a, b)",
            "add-index users(a)",
            "add-foreign-key users(a) -> teams",
            "drop-unique users",
            "opaque users",
        ],
    );
}

#[test]
fn tables_and_queries_of_knex() {
    knex(
        "return knex.schema.createTable('a', (table) => { table.increments(); table.string('x').notNullable() }).createTable('b', function (t) { t.uuid('y') }).dropTableIfExists('c')",
        &["create-table a(id, x) id! x!", "create-table b(y) y", "drop-table c"],
    );
    knex(
        "if (!(await knex.schema.hasColumn('a', 'x'))) { await knex.schema.withSchema('app').table('a', (t) => t.text('x')) }",
        &["add-column app.a.x text null"],
    );
    knex(
        "await knex.schema.raw('ALTER TABLE a DROP COLUMN x'); await knex.raw('ALTER TABLE ?? ADD COLUMN ?? int', ['a', 'Y'])",
        &["drop-column a.x", "add-column a.Y int null"],
    );
    knex(
        "await knex('a').update({ x: 1 }); await knex('a').where('y', 2).update('x', null); await knex('a').insert({ x: 1 })",
        &[
            "backfill a.x = [Value(Number(\"1\"))]",
            "backfill a.x = [Null] where knex('a').where('y', 2).update('x', null)",
        ],
    );
    knex(
        "const common = (t) => { t.text('x') }; await knex.schema.alterTable('a', (table) => { common(table) }); await knex.schema.alterTable('b', common)",
        &["add-column a.x text null", "add-column b.x text null"],
    );
}

#[test]
fn helpers_of_ghost() {
    for (text, expected) in [
        (
            "module.exports = createAddColumnMigration('posts', 'x', { type: 'string', maxlength: 50, nullable: false, defaultTo: 'a' })",
            "add-column posts.x string not-null default:a",
        ),
        (
            "module.exports = createDropColumnMigration('posts', 'x', { type: 'string' })",
            "drop-column posts.x",
        ),
        (
            "module.exports = createRenameColumnMigration('posts', 'x', 'y')",
            "rename-column posts.x -> y",
        ),
        ("module.exports = createSetNullableMigration('posts', 'x')", "alter-column posts.x null"),
        (
            "module.exports = createDropNullableMigration('posts', 'x')",
            "alter-column posts.x not-null",
        ),
        (
            "module.exports = addTable('posts', { id: { type: 'string', nullable: false, primary: true }, '@@INDEXES@@': [['a']] })",
            "create-table posts(id) id!",
        ),
        ("module.exports = dropTables(['posts'])", "drop-table posts"),
        (
            "module.exports = createTransactionalMigration(async function up(knex) { await knex.schema.dropTable('posts') }, async function down(knex) { await knex.schema.dropTable('tags') })",
            "drop-table posts",
        ),
    ] {
        steps(
            &format!(
                "const {{ {} }} = require('../../utils');\n{text}",
                text.split(['=', '(']).nth(1).unwrap_or_default()
            ),
            &[expected],
        );
    }
    steps(
        "module.exports = combineNonTransactionalMigrations(createAddColumnMigration('a', 'x', { type: 'text' }), createDropColumnMigration('a', 'y'))",
        &["add-column a.x text null", "drop-column a.y"],
    );
}

#[test]
fn steps_of_typeorm() {
    typeorm(
        "await q.addColumn('users', new TableColumn({ name: 'a', type: 'int' })); await q.addColumns('users', [new TableColumn({ name: 'b', type: 'varchar', isNullable: true, default: \"'x'\" }), new TableColumn({ name: 'c', type: 'timestamp', default: 'now()' })])",
        &[
            "add-column users.a int not-null",
            "add-column users.b varchar null default:x",
            "add-column users.c timestamp not-null default:now()",
        ],
    );
    typeorm(
        "await q.createTable(new Table({ name: 'users', columns: [{ name: 'id', type: 'uuid', isPrimary: true }, { name: 'a', type: 'text', isNullable: true }] }), true)",
        &["create-table users(id, a) id! a"],
    );
    typeorm(
        "await q.dropColumn('users', 'a'); await q.dropColumns('users', ['b', 'c']); await q.renameColumn('users', 'd', 'e'); await q.changeColumn('users', 'f', new TableColumn({ name: 'g', type: 'text', isNullable: true }))",
        &[
            "drop-column users.a",
            "drop-column users.b",
            "drop-column users.c",
            "rename-column users.d -> e",
            "rename-column users.f -> g",
            "alter-column users.g text null default:none",
        ],
    );
    typeorm(
        "await q.query(`ALTER TABLE \"users\" ADD \"a\" TIMESTAMP`); await q.createIndex('users', new TableIndex({ columnNames: ['a'], isUnique: true })); await q.createForeignKey('users', new TableForeignKey({ columnNames: ['a'], referencedTableName: 'teams' }))",
        &[
            "add-column users.a timestamp null",
            "add-unique users(a)",
            "add-foreign-key users(a) -> teams",
        ],
    );
}

#[test]
fn steps_of_mikro_orm_and_lucid() {
    steps(
        "import { Migration } from '@mikro-orm/migrations';\nexport class M extends Migration { override async up() { this.addSql('alter table \"a\" add column \"x\" int not null default 0;') } async down() { this.addSql('drop table a') } }",
        &["add-column a.x int not-null default:0"],
    );
    steps(
        "import { BaseSchema } from '@adonisjs/lucid/schema'\nexport default class extends BaseSchema { protected tableName = 'posts'\n async up() { this.schema.alterTable(this.tableName, (table) => { table.timestamp('x', { useTz: true }).defaultTo(this.now()) }) } async down() { this.schema.dropTable(this.tableName) } }",
        &["add-column posts.x timestamp null default:now()"],
    );
}

#[test]
fn steps_of_node_pg_migrate_and_db_migrate() {
    steps(
        "exports.up = (pgm) => { pgm.addColumns('a', { x: 'text', y: { type: 'int', notNull: true, default: 1 } }); pgm.alterColumn('a', 'z', { type: 'bigint' }); pgm.createIndex('a', 'x', { unique: true }); pgm.addConstraint('a', 'n', { unique: ['x', 'y'] }); pgm.sql('ALTER TABLE a DROP COLUMN w') }",
        &[
            "add-column a.x text null",
            "add-column a.y int not-null default:1",
            "alter-column a.z bigint",
            "add-unique a(x)",
            "add-unique a(x, y)",
            "drop-column a.w",
        ],
    );
    steps(
        "exports.up = function (db, callback) { db.addColumn('a', 'x', { type: 'int', notNull: true, defaultValue: 1 }, callback) }",
        &["add-column a.x int not-null default:1"],
    );
    steps(
        "exports.up = function (db) { return db.runSql('ALTER TABLE a ADD COLUMN x int', function () { db.changeColumn('a', 'y', { type: 'bigint' }) }) }\nexports._meta = { version: 1 }",
        &["add-column a.x int null", "alter-column a.y bigint null default:none"],
    );
    steps(
        "exports.up = (db) => db.createTable('a', { columns: { id: { type: 'int', primaryKey: true } } }).then(() => db.addIndex('a', 'n', ['x'], true))\nexports._meta = {}",
        &["create-table a(id) id!", "add-unique a(x)"],
    );
}

#[test]
fn chains_of_kysely() {
    steps(
        "import { Kysely, sql } from 'kysely'\nexport async function up(db: Kysely<any>) { await db.schema.alterTable('a').addColumn('x', 'text', (col) => col.notNull().defaultTo('')).dropColumn('y').renameColumn('z', 'w').alterColumn('v', (col) => col.setDataType('bigint')).execute(); await db.schema.createTable('b').ifNotExists().addColumn('id', 'serial', (col) => col.primaryKey()).execute(); await db.schema.createIndex('n').on('a').column('x').unique().execute(); await sql`ALTER TABLE a DROP COLUMN q`.execute(db); await db.updateTable('a').set({ x: 1 }).where('y', '=', 2).execute() }",
        &[
            "add-column a.x text not-null default:",
            "drop-column a.y",
            "rename-column a.z -> w",
            "alter-column a.v bigint",
            "create-table b(id) id!",
            "add-unique a(x)",
            "drop-column a.q",
            "backfill a.x = [Value(Number(\"1\"))] where db.updateTable('a').set({ x: 1 }).where('y', '=', 2).execute()",
        ],
    );
}

#[test]
fn what_a_definition_takes_from_elsewhere_is_not_known() {
    let columns = [
        "await queryInterface.addColumn('a', 'x', definition)",
        "await queryInterface.addColumn('a', 'x', column(Sequelize))",
        "await queryInterface.addColumn('a', 'x', { ...base })",
    ];
    for body in columns {
        let text = format!("exports.up = async (queryInterface, Sequelize) => {{ {body} }}");
        let found = read("migrations/1.js", &text);
        let [change] = found.as_slice() else { panic!("one step of {body}") };
        assert_eq!((change.op, change.nullable), (Op::AddColumn, None), "{body}");
        assert_eq!(change.existing, [crate::predicate::Cell::Unknown], "{body}");
    }
    sequelize(
        "await queryInterface.createTable('a', { id: 'INTEGER', ...timestamps, [name()]: 'TEXT' })",
        &["create-table a(id) id"],
    );
}

#[test]
fn a_step_that_is_not_known_is_opaque() {
    sequelize("await queryInterface.frobnicate('users')", &["opaque "]);
    sequelize("await queryInterface.addColumn(name(), 'a', Sequelize.TEXT)", &["opaque "]);
    sequelize("await queryInterface.addColumn('users', name(), Sequelize.TEXT)", &["opaque users"]);
    knex("await knex.schema.alterTable(name(), (t) => t.text('x'))", &["opaque "]);
    table("t.text(name())", &["opaque users"]);
}

#[test]
fn the_tool_is_told_by_its_signs() {
    let reader = |text: &str| read("migrations/1.ts", text).first().map(|change| change.reader);
    let add = "q.addColumn('a', 'x', { type: 'int' })";
    for (text, expected) in [
        (format!("exports.up = (q) => {add}"), "sequelize"),
        ("exports.up = (q) => q.addColumn({ tableName: 'a', schema: 'b' }, 'x', { type: 'int' })".to_owned(), "sequelize"),
        (format!("exports.up = (q) => {add};\nexports._meta = {{ version: 1 }}"), "db_migrate"),
        ("import type { QueryRunner } from 'typeorm';\nexport class A { async up(q: QueryRunner) { await q.addColumn('a', { name: 'x', type: 'int' }) } }".to_owned(), "typeorm"),
        ("exports.up = (k) => k.schema.dropTable('a')".to_owned(), "knex"),
    ] {
        assert_eq!(reader(&text), Some(expected), "{text}");
    }
}

#[test]
fn loops_without_end_are_cut_off() {
    let calls = "f(f); ".repeat(10);
    let found = read(
        "migrations/1.js",
        &format!("const f = (g) => {{ {calls} }};\nexports.up = (knex) => f(f)"),
    );
    assert!(found.iter().any(|change| change.op == Op::Opaque));
    let long = "a\n".repeat(30_000);
    let many = "for (const x of [1,2,3,4,5,6,7,8,9]) ".repeat(6);
    for step in ["qi.sequelize.query(BIG)", "x = BIG + 1", "qi.describeTable(BIG)", "f(BIG)"] {
        let text = format!(
            "const BIG = `SELECT '{long}'`; const f = (x) => x;\nexports.up = (qi) => {{ {many} {step} }}"
        );
        assert!(read("migrations/1.js", &text).len() <= 2, "{step}");
    }
    let nested = "for (const x of [1,2,3,4,5,6,7,8,9]) ".repeat(12);
    let found = read(
        "migrations/1.js",
        &format!("exports.up = (knex) => {{ {nested} knex.schema.dropTable('a') }}"),
    );
    assert!(found.len() <= super::MAX_CHANGES + 1);
}
