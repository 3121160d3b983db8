//! What spellings of migrations propose.

mod flow;
mod rows;

use std::{fmt::Write, sync::Arc, thread::Builder};

use super::{changes, is_migration, schema, version};
use crate::{
    change::{Change, Op},
    syntax,
};

fn shown(change: &Change) -> String {
    let mut text = format!("{} ", change.op.name());
    if let Some(model) = &change.model {
        write!(text, "{model}:").unwrap();
    }
    text.push_str(&change.subject());
    if change.op == Op::CreateTable {
        for column in &change.definitions {
            write!(text, " {}", column.name).unwrap();
            write!(text, ":{}", column.sql_type.as_deref().unwrap_or("?")).unwrap();
            text.push_str(if column.nullable == Some(false) { "!" } else { "" });
            let default = column.default.shown().map(|default| format!("={default}"));
            text.push_str(&default.unwrap_or_default());
        }
    } else if !change.columns.is_empty() {
        write!(text, "({})", change.columns.join(", ")).unwrap();
    }
    let mut part = |before: &str, value: Option<String>| {
        if let Some(value) = value {
            write!(text, " {before}{value}").unwrap();
        }
    };
    part("to ", change.to.clone());
    part("", change.sql_type.clone());
    part("", change.nullable.map(|null| if null { "null" } else { "not null" }.to_owned()));
    part("default ", change.default.shown());
    let existing: Vec<_> = change.existing.iter().map(ToString::to_string).collect();
    part("rows ", (!existing.is_empty()).then(|| existing.join("|")));
    part("if ", change.condition.clone());
    if change.op == Op::Opaque {
        part("", Some(change.text.clone()));
    }
    text.trim_end().to_owned()
}

#[track_caller]
fn check_file(ruby: &str, expected: &[&str]) {
    let code = syntax::code(crate::source::Language::Ruby, ruby).unwrap();
    let file = Arc::from("db/migrate/20260101000000_x.rb");
    let found: Vec<_> = changes(&file, ruby, &code.program).iter().map(shown).collect();
    assert_eq!(found, expected, "{ruby}");
}

/// The steps of a `change` method.
#[track_caller]
fn check(body: &str, expected: &[&str]) {
    check_file(
        &format!("class X < ActiveRecord::Migration[7.1]\ndef change\n{body}\nend\nend"),
        expected,
    );
}

#[test]
fn columns() {
    let null = "add-column users.a string null rows NULL";
    check("add_column :users, :a, :string", &[null]);
    check(
        "add_column 'users', 'a', 'string', limit: 50",
        &["add-column users.a string(50) null rows NULL"],
    );
    check("add_column(:users, :a, :string, **{ null: true })", &[null]);
    check("add_column :users, :a, :string, { :default => nil }", &[null]);
    check(
        "add_column :users, :a, :string, null: false",
        &["add-column users.a string not null rows unknown"],
    );
    check(
        "add_column :users, :a, :boolean, null: false, default: false",
        &["add-column users.a boolean not null default false rows FALSE"],
    );
    check(
        "add_column :users, :a, :datetime, default: -> { 'now()' }",
        &["add-column users.a datetime null default now() rows a value"],
    );
    check(
        "add_column :users, :a, :string, default: -> { \"'x'\" }",
        &["add-column users.a string null default x rows 'x'"],
    );
    check(
        "add_column :users, :a, :datetime, default: Time.now",
        &["add-column users.a datetime null default Time.now rows a value"],
    );
    check(
        "add_column :users, :a, :string, default: Setting.default",
        &["add-column users.a string null default Setting.default rows unknown"],
    );
    check(
        "add_column :users, :a, :jsonb, default: {}",
        &["add-column users.a jsonb null default {} rows '{}'"],
    );
    check(
        "add_columns :users, :a, :b, type: :string",
        &[null, "add-column users.b string null rows NULL"],
    );
    check("add_column User.table_name, :a, :string", &["add-column User:.a string null rows NULL"]);
    check("remove_column :users, :a", &["drop-column users.a"]);
    check("remove_column :users, :a, :string, null: false", &["drop-column users.a string"]);
    check(
        "remove_columns :users, :a, :b, type: :text",
        &["drop-column users.a text", "drop-column users.b text"],
    );
    check("remove_column :users, :a, :mood", &["drop-column users.a mood"]);
    check_file(
        "class X < ActiveRecord::Migration; def up; remove_column :users, :a, :b; end; end",
        &["drop-column users.a", "drop-column users.b"],
    );
    check("rename_column :users, :a, :b", &["rename-column users.a to b"]);
    check("change_column :users, :a, :bigint", &["alter-column users.a bigint rows unknown"]);
    check(
        "change_column :users, :a, :bigint, null: false, default: 1",
        &["alter-column users.a bigint not null default 1 rows a value"],
    );
    check(
        "change_column_null :users, :a, false, 'x'",
        &["alter-column users.a not null rows a value"],
    );
    check("change_column_null :users, :a, true", &["alter-column users.a null rows unknown"]);
    check(
        "change_column_default :users, :a, 'x'",
        &["alter-column users.a default x rows unknown"],
    );
    check(
        "change_column_default :users, :a, from: nil, to: true",
        &["alter-column users.a default true rows unknown"],
    );
    check("change_column_default :users, :a, nil", &["alter-column users.a rows unknown"]);
    check("add_not_null_constraint :users, :a", &["alter-column users.a not null rows a value"]);
    check(
        "add_timestamps :users, default: -> { 'CURRENT_TIMESTAMP' }",
        &[
            "add-column users.created_at datetime not null default CURRENT_TIMESTAMP rows a value",
            "add-column users.updated_at datetime not null default CURRENT_TIMESTAMP rows a value",
        ],
    );
    check(
        "remove_timestamps :users",
        &["drop-column users.created_at", "drop-column users.updated_at"],
    );
    check(
        "add_attachment :users, :a",
        &[
            "add-column users.a_file_name string null rows NULL",
            "add-column users.a_content_type string null rows NULL",
            "add-column users.a_file_size integer null rows NULL",
            "add-column users.a_updated_at datetime null rows NULL",
        ],
    );
}

#[test]
fn references() {
    check("add_reference :posts, :user", &["add-column posts.user_id bigint null rows NULL"]);
    check(
        "add_belongs_to :posts, :user, type: :uuid, null: false, foreign_key: true",
        &[
            "add-column posts.user_id uuid not null rows unknown",
            "add-foreign-key posts(user_id) to users",
        ],
    );
    check(
        "add_reference :posts, :author, foreign_key: { to_table: :people, on_delete: :nullify }, index: { unique: true }",
        &[
            "add-column posts.author_id bigint null rows NULL",
            "add-unique posts(author_id)",
            "add-foreign-key posts(author_id) to people if on delete set null",
        ],
    );
    check(
        "add_reference :posts, :owner, polymorphic: { default: 'User' }",
        &[
            "add-column posts.owner_id bigint null rows NULL",
            "add-column posts.owner_type string null default User rows 'User'",
        ],
    );
    check(
        "remove_reference :posts, :owner, polymorphic: true",
        &["drop-column posts.owner_id", "drop-column posts.owner_type"],
    );
    check("add_foreign_key :posts, :users", &["add-foreign-key posts(user_id) to users"]);
    check(
        "add_foreign_key :posts, :people, column: :author_id, on_delete: :cascade",
        &["add-foreign-key posts(author_id) to people if on delete cascade"],
    );
    check("remove_foreign_key :posts, :users", &["drop-foreign-key posts(user_id) to users"]);
    check("remove_foreign_key :posts, column: :author_id", &["drop-foreign-key posts(author_id)"]);
    check("remove_foreign_key :posts, name: 'fk'", &["drop-foreign-key posts"]);
}

#[test]
fn indexes() {
    check("add_index :users, :a", &["add-index users(a)"]);
    check("add_index :users, [:a, :b], unique: true", &["add-unique users(a, b)"]);
    check(
        "add_index :users, 'lower(email)', unique: true, where: 'deleted_at IS NULL'",
        &["add-unique users(lower(email)) if deleted_at IS NULL"],
    );
    check("add_index :users, %i[a], unique: false", &["add-index users(a)"]);
    check("add_index :users, 'a, b'", &["add-index users(a, b)"]);
    check("remove_index :users, :a", &["drop-index users(a)"]);
    check("remove_index :users, column: [:a, :b], unique: true", &["drop-unique users(a, b)"]);
    check("remove_index :users, name: 'index_users_on_a_and_b'", &["drop-index users(a, b)"]);
    check("remove_index :users, name: 'other'", &["drop-index users"]);
    check("add_unique_constraint :users, [:a]", &["add-unique users(a)"]);
    check("add_check_constraint :users, 'age > 0', name: 'c'", &["add-check users if age > 0"]);
}

#[test]
fn tables() {
    check("create_table :users", &["create-table users id:bigint!"]);
    check("create_table :users, id: :uuid", &["create-table users id:uuid!"]);
    check(
        "create_table :users, primary_key: :key, id: { type: :string } do |x| x.belongs_to :team, null: false end",
        &["create-table users key:string! team_id:bigint!"],
    );
    check(
        "create_table :users, id: false do |t|
           t.string :a, :b, null: false, default: ''
           t.column :c, 'varchar(3)'
           t.references :owner, polymorphic: true, foreign_key: true
           t.money_of_ours :price
           t.integer :d, index: { unique: true }
           t.timestamps
           t.index %i[a b], unique: true, where: 'c IS NULL'
           t.check_constraint 'd > 0'
         end",
        &[
            "create-table users a:string!= b:string!= c:varchar(3) owner_id:bigint owner_type:string \
             price:money_of_ours d:integer created_at:datetime! updated_at:datetime!",
            "add-foreign-key users(owner_id) to owners",
            "add-unique users(d)",
            "add-unique users(a, b) if c IS NULL",
            "add-check users if d > 0",
        ],
    );
    check(
        "create_join_table :users, :roles",
        &["create-table roles_users user_id:bigint! role_id:bigint!"],
    );
    check(
        "create_join_table :music_records, :music_artists, table_name: :m do |t| t.index :music_record_id end",
        &[
            "create-table m music_record_id:bigint! music_artist_id:bigint!",
            "add-index m(music_record_id)",
        ],
    );
    check("drop_join_table :music_records, :music_artists", &["drop-table music_artists_records"]);
    check("drop_table :a, :b, if_exists: true", &["drop-table a", "drop-table b"]);
    check("rename_table :a, :b", &["rename-table a to b"]);
    check(
        "change_table :users, bulk: true do |table|
           table.string :a, index: :unique
           table.remove :b, :c, type: :string
           table.rename :d, :e
           table.change :f, :bigint, null: true
           table.change_default :g, from: 1, to: 2
           table.change_null :h, false
           table.remove_references :i
           table.remove_index :j
           table.remove_timestamps
           table.foreign_key :teams
           table.virtual :k, type: :string, as: 'upper(a)', stored: true
           table.unheard_of :z
         end",
        &[
            "add-column users.a string null rows NULL",
            "add-unique users(a)",
            "drop-column users.b string",
            "drop-column users.c string",
            "rename-column users.d to e",
            "alter-column users.f bigint null rows unknown",
            "alter-column users.g default 2 rows unknown",
            "alter-column users.h not null rows a value",
            "drop-column users.i_id",
            "drop-index users(j)",
            "drop-column users.created_at",
            "drop-column users.updated_at",
            "add-foreign-key users(team_id) to teams",
            "add-column users.k string null rows unknown",
            "opaque users table.unheard_of :z",
        ],
    );
    // Timestamps may be NULL before version 5, and keys are small before 5.1.
    check_file(
        "class X < ActiveRecord::Migration; def self.up; create_table(:a) { |t| t.timestamps } end end",
        &["create-table a id:integer! created_at:datetime updated_at:datetime"],
    );
}

#[test]
fn dumps() {
    let ruby = "ActiveRecord::Schema[7.1].define(version: 2026_01_01_000000) do
        enable_extension \"plpgsql\"
        create_enum \"mood\", [\"a\"]
        something_of_a_gem \"x\"
        create_table \"users\", id: :serial, force: :cascade do |t|
          t.string \"email\", default: \"\", null: false
          t.datetime \"at\", default: -> { \"now()\" }
          t.halfvector \"v\", limit: 3
          t.index [\"email\"], name: \"i\", unique: true
          t.index \"lower(email)\", name: \"j\"
        end
        add_index \"users\", [\"at\"], unique: true
        add_foreign_key \"posts\", \"users\", on_delete: :cascade
        execute \"CREATE FUNCTION x() RETURNS int AS 'y'\"
      end";
    let code = syntax::code(crate::source::Language::Ruby, ruby).unwrap();
    let found = schema(&Arc::from("db/schema.rb"), ruby, &code.program);
    assert_eq!(
        found.iter().map(shown).collect::<Vec<_>>(),
        [
            "create-table users id:serial! email:string!= at:datetime=now() v:halfvector",
            "add-unique users(email)",
            "add-index users(lower(email))",
            "add-unique users(at)",
            "add-foreign-key posts(user_id) to users if on delete cascade",
            "define",
        ]
    );
    let email = &found[0].definitions[1];
    assert_eq!(email.place.as_ref().map(|place| place.span.line), Some(6));
    let old = "ActiveRecord::Schema.define(version: 1) { create_table(\"a\") }";
    let code = syntax::code(crate::source::Language::Ruby, old).unwrap();
    assert_eq!(schema(&Arc::from("x"), old, &code.program).len(), 1);
    assert!(changes(&Arc::from("x"), old, &code.program).is_empty());
}

#[test]
fn places_and_texts() {
    let ruby = "class X < ActiveRecord::Migration[7.1]\n  def change\n    add_column :users,\n      :a,   :string\n  end\nend";
    let code = syntax::code(crate::source::Language::Ruby, ruby).unwrap();
    let found = changes(&Arc::from("x"), ruby, &code.program);
    let span = found[0].place.as_ref().unwrap().span;
    assert_eq!((span.line, span.column, span.end_line), (3, 5, 4));
    assert_eq!(found[0].text, "add_column :users, :a, :string");
    assert_eq!(found[0].reader, "rails");
}

#[test]
fn kinds_of_files() {
    let is = |ruby: &str| {
        is_migration(&syntax::code(crate::source::Language::Ruby, ruby).unwrap().program)
    };
    assert!(is("class X < ActiveRecord::Migration[7.1]; def change; end; end"));
    assert!(is("class X < Base; def up; end; def down; end; end"));
    assert!(!is("class Wallet; def change; 1; end; end"));
    assert!(!is("class X < ApplicationRecord; end"));
    assert_eq!(version("db/migrate/20260101000000_x.rb"), Some("20260101000000"));
    assert_eq!(version("001_init.rb"), Some("001"));
    assert_eq!(version("db/schema.rb"), None);
}

/// Code that is written to take forever ends, and says so.
#[test]
fn limits() {
    let read = |body: &str| {
        let ruby = format!("class X < ActiveRecord::Migration[7.1]\n{body}\nend");
        // Without optimization the frames that lower code are large; this test is not about them.
        let lowered = ruby.clone();
        let lower = move || syntax::code(crate::source::Language::Ruby, &lowered).unwrap();
        let code = Builder::new().stack_size(1 << 25).spawn(lower).unwrap().join().unwrap();
        changes(&Arc::from("x"), &ruby, &code.program)
    };
    let many = "%w[a b c d e f g h i j].each { |x| ".repeat(8);
    let found = read(&format!("def up\n{many} add_column x, x, :string {}\nend", "}".repeat(8)));
    assert_eq!((found.len(), found.last().map(|c| c.op)), (2_001, Some(Op::Opaque)));
    let calls =
        (0..60).map(|n| format!("def m{n}; m{}; m{}; end\n", n + 1, n + 1)).collect::<String>();
    assert!(read(&format!("def up; m0; end\n{calls}")).len() <= 2);
    let doubled = (0..60).map(|n| format!("x{} = [x{n}, x{n}]\n", n + 1)).collect::<String>();
    read(&format!("def up\nx0 = [1]\n{doubled}\nend"));
    let text =
        (0..60).map(|n| format!("x{} = \"#{{x{n}}}#{{x{n}}}\"\n", n + 1)).collect::<String>();
    read(&format!("def up\nx0 = 'abc'\n{text}\nexecute x60\nend"));
    let constants = (0..60).map(|n| format!("C{} = [C{n}, C{n}]\n", n + 1)).collect::<String>();
    read(&format!("C0 = C60\n{constants}\ndef up; C60.each {{ |x| add_column x, :a, :b }}; end"));
    read(&format!("def up; {}; end", "foo { ".repeat(150) + &"}".repeat(150)));
    read(&format!("def up; x = {}1{}; end", "[".repeat(150), "]".repeat(150)));
    read("def up; up; a; end; def a; b { yield }; end; def b; yield; a { yield }; end");
    read("A = B\nB = A\ndef t = t2\ndef t2 = t\ndef up; add_column A, t, B; end");
    read(
        "def up; add_column; remove_column nil; create_table; change_table :x; revert; execute; t.x; end",
    );
}
