//! Both sides of a deploy: what a branch does to the code at its base.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod repository;
mod tree;

use std::fs;

use repository::{commit, git};
use serde_json::Value;
use tree::Tree;

/// A repository whose `main` has the files, and the branch `feature` checked out.
fn repository(name: &str, files: &[(&str, &str)]) -> Tree {
    let tree = Tree::new(name);
    write(&tree, files);
    git(&tree, &["init", "--quiet"]);
    git(&tree, &["symbolic-ref", "HEAD", "refs/heads/main"]);
    commit(&tree);
    git(&tree, &["checkout", "--quiet", "-b", "feature"]);
    tree
}

fn write(tree: &Tree, files: &[(&str, &str)]) {
    for (path, text) in files {
        tree.file(path, text);
    }
}

/// The findings of some effects, each as `severity effect when: message`, then its evidence.
#[track_caller]
fn findings(tree: &Tree, effects: &[&str]) -> Vec<String> {
    let mut arguments = vec!["check", "--format", "json", "--fail-on", "never"];
    for effect in effects {
        arguments.extend(["--only", effect]);
    }
    let run = tree.ormscope("", &arguments);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["unread"], serde_json::json!([]), "{report}");
    let mut lines = Vec::new();
    for finding in report["findings"].as_array().unwrap() {
        let part = |name: &str| finding[name].as_str().unwrap().to_owned();
        let head = [part("severity"), part("effect"), part("when")].join(" ");
        lines.push(format!("{head}: {}", part("message")));
        for link in finding["evidence"].as_array().unwrap() {
            let part = |name: &str| link[name].as_str().unwrap().to_owned();
            let (file, text, says) = (part("file"), part("text"), part("says"));
            lines.push(format!("  {file}:{}: {text} ({says})", link["line"]));
        }
    }
    lines
}

const DEPLOYING: &[&str] = &["breaks-while-deploying"];

const USER: &str = "class User < ApplicationRecord\nend\n";

const IGNORES: &str = "class User < ApplicationRecord\n  self.ignored_columns += %w[status]\nend\n";

fn step(body: &str) -> String {
    format!("class Step < ActiveRecord::Migration[7.1]\n  def change\n    {body}\n  end\nend\n")
}

#[test]
fn a_field_that_goes_with_its_column_is_still_mapped_by_the_code_that_runs() {
    let models = "from django.db import models\n\n\nclass Article(models.Model):\n    title = models.CharField(max_length=9)\n";
    let with_score = format!("{models}    score = models.IntegerField(default=0)\n");
    let tree = repository(
        "deploying-django",
        &[("shop/__init__.py", ""), ("shop/models.py", &with_score)],
    );
    let drop = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = [migrations.RemoveField('article', 'score')]\n";
    write(&tree, &[("shop/models.py", models), ("shop/migrations/0002_drop.py", drop)]);
    assert_eq!(
        findings(&tree, DEPLOYING),
        [
            "high breaks-while-deploying deploying: servers that still run the old code fail on `shop.Article`: every SELECT and INSERT of it names `shop_article.score`",
            "  shop/models.py:4: class Article(models.Model) (maps the column as `score` at the base)",
        ]
    );

    // In the second of two releases the code that runs no longer maps it.
    fs::remove_file(tree.path("shop/migrations/0002_drop.py")).unwrap();
    git(&tree, &["checkout", "--quiet", "main"]);
    commit(&tree);
    git(&tree, &["checkout", "--quiet", "-b", "second"]);
    write(&tree, &[("shop/migrations/0002_drop.py", drop)]);
    assert_eq!(findings(&tree, DEPLOYING), [""; 0]);
}

#[test]
fn a_declaration_that_comes_with_its_column_changes_nothing() {
    let declares = "class User < ApplicationRecord\n  attribute :prefs, :json, default: {}\nend\n";
    let effects = ["value-changes"];
    let add = step("add_column :users, :prefs, :json");

    let tree = repository("deploying-attribute", &[("app/models/user.rb", USER)]);
    write(&tree, &[("app/models/user.rb", declares), ("db/migrate/1_add.rb", &add)]);
    assert_eq!(findings(&tree, &effects), [""; 0]);

    let tree = repository("deploying-attribute-before", &[("app/models/user.rb", declares)]);
    write(&tree, &[("db/migrate/1_add.rb", &add)]);
    assert_eq!(
        findings(&tree, &effects),
        [
            "medium value-changes later: once `users.prefs` is there, `User` changes: the attribute is stored, and new records hold its default, not that of the database",
            "  app/models/user.rb:2: attribute :prefs, :json, default: {} (has the name already)",
        ]
    );
}

#[test]
fn a_model_that_goes_with_its_table_is_shown_as_the_base_has_it() {
    let tree = repository("deploying-table", &[("app/models/user.rb", USER)]);
    fs::remove_file(tree.path("app/models/user.rb")).unwrap();
    tree.file("db/migrate/1_drop.rb", step("drop_table :users"));
    assert_eq!(
        findings(&tree, DEPLOYING),
        [
            "high breaks-while-deploying deploying: servers that still run the old code fail on every query of `User`: its table `users` is gone",
            "  app/models/user.rb:1: class User < ApplicationRecord (`User` maps the table at the base)",
        ]
    );
}

#[test]
fn a_model_of_prisma_that_nothing_asks_for_is_in_no_query() {
    let model = |name: &str| {
        format!("model {name} {{\n  id Int @id\n\n  @@map(\"{}s\")\n}}\n", name.to_lowercase())
    };
    let both = format!("{}\n{}", model("User"), model("Trace"));
    let asks = "export const all = () => prisma.trace.findMany();\n";
    let drop = "DROP TABLE \"traces\";\n";
    let path = "prisma/migrations/20260101000000_drop/migration.sql";
    let effects = ["breaks-while-deploying", "drops-data"];

    let tree = repository("deploying-idle", &[("prisma/schema.prisma", &both)]);
    write(&tree, &[("prisma/schema.prisma", &model("User")), (path, drop)]);
    assert_eq!(
        findings(&tree, &effects),
        [
            "medium drops-data migrated: all rows of `traces` are lost",
            "  prisma/migrations/20260101000000_drop/migration.sql:1: DROP TABLE \"traces\" (`Trace` maps the table at the base, in prisma/schema.prisma)",
        ]
    );

    let tree =
        repository("deploying-asked", &[("prisma/schema.prisma", &both), ("src/traces.ts", asks)]);
    fs::remove_file(tree.path("src/traces.ts")).unwrap();
    write(&tree, &[("prisma/schema.prisma", &model("User")), (path, drop)]);
    assert_eq!(
        findings(&tree, &effects),
        [
            "high breaks-while-deploying deploying: servers that still run the old code fail on every query of `Trace`: its table `traces` is gone",
            "  prisma/migrations/20260101000000_drop/migration.sql:1: DROP TABLE \"traces\" (`Trace` maps the table at the base, in prisma/schema.prisma)",
        ]
    );
}

#[test]
fn a_class_of_python_that_is_written_down_and_imported_alone_is_in_no_query() {
    let base = "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\nclass Base(DeclarativeBase):\n    pass\n";
    let trace = "from .base import Base, Mapped, mapped_column\n\n\nclass Trace(Base):\n    __tablename__ = \"traces\"\n    id: Mapped[int] = mapped_column(primary_key=True)\n";
    let all = "from .base import Base\nfrom .trace import (\n    Trace,\n)\n\n__all__ = [\n    \"Base\",\n    \"Trace\",\n]\n";
    let drop = "from alembic import op\n\nrevision = \"2\"\ndown_revision = None\n\n\ndef upgrade():\n    op.drop_table(\"traces\")\n";
    let told = |name: &str, code: &str| {
        let files = [
            ("shop/models/base.py", base),
            ("shop/models/trace.py", trace),
            ("shop/models/__init__.py", all),
            ("shop/traces.py", code),
        ];
        let tree = repository(name, &files);
        fs::remove_file(tree.path("shop/models/trace.py")).unwrap();
        let now = "from .base import Base\n\n__all__ = [\"Base\"]\n";
        write(&tree, &[("shop/models/__init__.py", now), ("migrations/versions/2_drop.py", drop)]);
        write(&tree, &[("shop/traces.py", "\n")]);
        let found = findings(&tree, &["breaks-while-deploying", "drops-data"]);
        found.first().cloned().unwrap_or_default()
    };
    let imports = "from shop.models import Trace  # noqa\n";
    let lost = "medium drops-data migrated: all rows of `traces` are lost";
    assert_eq!(told("deploying-idle-class", imports), lost);
    let asks = format!("{imports}\n\ndef all(session):\n    return session.query(Trace).all()\n");
    let fails = "high breaks-while-deploying deploying: servers that still run the old code fail on every query of `shop.models.trace.Trace`: its table `traces` is gone";
    assert_eq!(told("deploying-asked-class", &asks), fails);
    let sql = "from sqlalchemy import text\n\nCOUNT = text(\"SELECT count(*) FROM traces\")\n";
    assert_eq!(told("deploying-asked-table", sql), fails);
}

#[test]
fn a_model_of_django_that_nothing_names_is_in_a_query_when_its_parent_is_deleted() {
    let models = "from django.db import models\n\n\nclass Shop(models.Model):\n    name = models.CharField(max_length=9)\n";
    let drop = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = [migrations.DeleteModel('Log')]\n";
    let told = |name: &str, field: &str| {
        let both = format!("{models}\n\nclass Log(models.Model):\n    {field}\n");
        let tree = repository(name, &[("shop/__init__.py", ""), ("shop/models.py", both.as_str())]);
        write(&tree, &[("shop/models.py", models), ("shop/migrations/0002_drop.py", drop)]);
        let found = findings(&tree, &["breaks-while-deploying", "drops-data"]);
        found.first().cloned().unwrap_or_default()
    };
    let alone = "message = models.TextField()";
    assert_eq!(
        told("deploying-log", alone),
        "medium drops-data migrated: all rows of `shop_log` are lost"
    );
    let served = "message = models.TextField()\n\n\nclass LogForm(ModelForm):\n    class Meta:\n        model = Log\n        fields = ['message']\n";
    assert_eq!(
        told("deploying-form", served),
        "medium drops-data migrated: all rows of `shop_log` are lost"
    );
    let child = "shop = models.ForeignKey(Shop, on_delete=models.CASCADE)";
    assert_eq!(
        told("deploying-child", child),
        "high breaks-while-deploying deploying: servers that still run the old code fail on every query of `shop.Log`: its table `shop_log` is gone"
    );
}

#[test]
fn a_table_that_is_made_anew_lacks_what_the_code_that_runs_names() {
    let models = |field: &str| {
        format!(
            "from django.db import models\n\n\nclass Task(models.Model):\n    {field} = models.CharField(max_length=9)\n"
        )
    };
    let create = "migrations.CreateModel('Task', fields=[('id', models.AutoField(primary_key=True)), ('status', models.CharField(max_length=9))])";
    let anew = format!(
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    operations = [migrations.DeleteModel('Task'), {create}]\n"
    );
    let told = |name: &str, before: &str| {
        let tree =
            repository(name, &[("shop/__init__.py", ""), ("shop/models.py", &models(before))]);
        write(&tree, &[("shop/models.py", &models("status"))]);
        write(&tree, &[("shop/migrations/0002_anew.py", &anew)]);
        findings(&tree, &["breaks-while-deploying", "drops-data"])
    };
    let found = told("deploying-anew", "state");
    assert_eq!(
        found[0],
        "high breaks-while-deploying deploying: servers that still run the old code fail on every query of `shop.Task`: its table `shop_task` gives its place to one without `state`"
    );
    let found = told("deploying-anew-alike", "status");
    assert_eq!(
        found[0],
        "high drops-data migrated: all rows of `shop_task` are lost: it is dropped and made anew, empty"
    );
}

#[test]
fn a_relation_of_prisma_is_asked_for_by_its_key() {
    let user = "model User {\n  id Int @id\n";
    let of = "model Event {\n  id Int @id\n  user_id Int\n  user User @relation(fields: [user_id], references: [id])\n}\n";
    let both = format!("{user}  events Event[]\n}}\n{of}");
    let path = "prisma/migrations/20260101000000_drop/migration.sql";
    let told = |name: &str, code: &str| {
        let files = [("prisma/schema.prisma", &*both), ("src/users.ts", code)];
        let tree = repository(name, &files);
        let now = format!("{user}}}\n");
        let files = [("prisma/schema.prisma", &*now), ("src/users.ts", "\n")];
        write(&tree, &[&files[..], &[(path, "DROP TABLE \"Event\";\n")]].concat());
        findings(&tree, &["breaks-while-deploying"]).len()
    };
    let includes = "prisma.user.findMany({ include: { events: { take: 1 } } });\n";
    assert_eq!(told("deploying-relation", includes), 2);
    let speaks =
        "export const send = (event: string) => queue.events.push({ event, events: 1 });\n";
    assert_eq!(told("deploying-namesake", speaks), 0, "it is no relation");
}

#[test]
fn queries_of_a_table_that_no_model_maps_are_those_of_the_code_at_the_base() {
    let query = "exports.all = () => knex('flags').select('id');\n";
    let tree = repository("deploying-knex", &[("src/flags.js", query), ("src/other.js", "\n")]);
    let drop = "exports.up = (knex) => knex.schema.dropTable('flags');\n";
    write(&tree, &[("src/flags.js", "\n"), ("migrations/20260101000000_drop.js", drop)]);
    assert_eq!(
        findings(&tree, &["breaks-while-deploying", "breaks-at-use"]),
        [
            "high breaks-while-deploying deploying: servers that still run the old code fail at 1 query: it names `flags`, which is gone",
            "  migrations/20260101000000_drop.js:1: knex.schema.dropTable('flags') (src/flags.js names it at the base)",
        ]
    );
}

#[test]
fn a_column_is_ignored_one_release_before_it_is_dropped_and_one_after() {
    let drop = step("remove_column :users, :status");
    let tree = repository("deploying-ignored", &[("app/models/user.rb", USER)]);
    write(&tree, &[("app/models/user.rb", IGNORES), ("db/migrate/1_drop.rb", &drop)]);
    let found = findings(&tree, DEPLOYING);
    assert!(found[0].starts_with("high breaks-while-deploying deploying: "), "{found:?}");
    assert!(found[2].contains("comes with this change"), "{found:?}");

    let tree = repository("deploying-ignores", &[("app/models/user.rb", IGNORES)]);
    tree.file("db/migrate/1_drop.rb", &drop);
    assert_eq!(findings(&tree, DEPLOYING), [""; 0]);

    // Both in one release is one too early.
    tree.file("app/models/user.rb", USER);
    let found = findings(&tree, DEPLOYING);
    assert!(found[0].starts_with("medium breaks-while-deploying before: "), "{found:?}");
}

#[test]
fn an_attribute_that_comes_with_the_new_name_of_its_column_is_written_for_it() {
    let user = |body: &str| format!("class User < ApplicationRecord\n{body}end\n");
    let rename = step("rename_column :users, :state, :status");
    let attribute = user("  attribute :status, :string, default: 'new'\n");
    let base = [("app/models/user.rb", user("")), ("db/schema.rb", schema("t.string \"state\""))];
    let base = base.each_ref().map(|(path, text)| (*path, text.as_str()));
    let tree = repository("deploying-attribute", &base);
    write(&tree, &[("app/models/user.rb", &attribute), ("db/migrate/1_rename.rb", &rename)]);
    assert_eq!(findings(&tree, &["value-changes"]), [""; 0]);

    // What the base has by that name was something else.
    let tree = repository(
        "deploying-attribute-there",
        &[("app/models/user.rb", &attribute), ("db/schema.rb", &schema("t.string \"state\""))],
    );
    write(&tree, &[("db/migrate/1_rename.rb", &rename)]);
    let found = findings(&tree, &["value-changes"]);
    assert!(found[0].contains("once `users.status` is there"), "{found:?}");
}

#[test]
fn a_column_that_the_code_at_the_base_does_not_know_is_in_none_of_its_statements() {
    let add = step("add_column :users, :plan, :string, null: false");
    let tree = repository(
        "deploying-new",
        &[("app/models/post.rb", "class Post < ApplicationRecord\nend\n")],
    );
    write(&tree, &[("app/models/user.rb", USER), ("db/migrate/1_add.rb", &add)]);
    assert_eq!(findings(&tree, DEPLOYING), [""; 0]);

    let tree = repository("deploying-old", &[("app/models/user.rb", USER)]);
    tree.file("db/migrate/1_add.rb", &add);
    let found = findings(&tree, DEPLOYING);
    assert!(found[0].starts_with("high breaks-while-deploying deploying: servers that still run the old code cannot create `User`"), "{found:?}");
}

const FILTERS: &[&str] =
    &["rows-hidden", "rows-revealed", "delete-becomes-hard", "filter-activated"];

/// A dump of the schema with one table.
fn schema(column: &str) -> String {
    format!(
        "ActiveRecord::Schema[7.1].define(version: 1) do\n  create_table \"users\" do |t|\n    t.string \"email\"\n    {column}\n  end\nend\n"
    )
}

const LIVE: &str =
    "class User < ApplicationRecord\n  default_scope { where(deleted_at: nil) }\nend\n";

#[test]
fn a_scope_over_a_column_that_is_there_may_hide_rows() {
    let tree = repository(
        "edited-adds",
        &[("app/models/user.rb", USER), ("db/schema.rb", &schema("t.datetime \"deleted_at\""))],
    );
    tree.file("app/models/user.rb", LIVE);
    assert_eq!(
        findings(&tree, FILTERS),
        [
            "medium rows-hidden migrated: `User` may lose rows: its queries keep only `deleted_at IS NULL` from now on, and it cannot be told which rows pass",
            "  app/models/user.rb:2: default_scope { where(deleted_at: nil) } (keeps only `deleted_at IS NULL`)",
        ]
    );
    // Where the schema says that no row passes, all of them vanish.
    let tree = repository(
        "edited-hides",
        &[
            ("app/models/user.rb", USER),
            ("db/schema.rb", &schema("t.datetime \"deleted_at\", null: false")),
        ],
    );
    tree.file("app/models/user.rb", LIVE);
    let found = findings(&tree, FILTERS);
    assert!(
        found[0]
            .starts_with("critical rows-hidden migrated: every existing row of `users` vanishes"),
        "{found:?}"
    );
}

#[test]
fn old_code_leaves_out_a_column_that_the_database_computes() {
    let column = "t.virtual \"shown\", type: :string, as: \"lower(email)\", stored: true";
    let drop = "class Change < ActiveRecord::Migration[7.1]\n  def change\n    remove_column :users, :shown, :string\n  end\nend\n";
    for (column, count) in [(column, 0), ("t.string \"shown\"", 1)] {
        let base = [("app/models/user.rb", USER), ("db/schema.rb", &schema(column))];
        let tree = repository(&format!("computed-{count}"), &base);
        // The dump shows what the migration does, as Rails writes it.
        write(&tree, &[("db/migrate/1_change.rb", drop), ("db/schema.rb", &schema(""))]);
        let found = findings(&tree, DEPLOYING);
        let inserts = found.iter().filter(|line| line.contains("INSERT"));
        assert_eq!(inserts.count(), count, "{found:?}");
    }
}

#[test]
fn a_scope_that_the_code_loses_reveals_rows() {
    let tree = repository("edited-drops", &[("app/models/user.rb", LIVE)]);
    tree.file("app/models/user.rb", USER);
    assert_eq!(
        findings(&tree, FILTERS),
        [
            "high rows-revealed migrated: rows that `User` hid appear again: its queries no longer ask for `deleted_at IS NULL`",
            "  app/models/user.rb:1: class User < ApplicationRecord (kept only `deleted_at IS NULL` at the base)",
        ]
    );
}

#[test]
fn a_scope_of_which_a_part_cannot_be_read_may_ask_the_same() {
    let model = |from: &str| {
        format!(
            "class Loan < ApplicationRecord
  default_scope {{ on }}

  def self.on(day = Date.current)
    range = day.is_a?(Range) ? day : day..day
    where(arel_table[:due].gteq({from}))
  end
end
"
        )
    };
    let tree = repository("edited-unread", &[("app/models/loan.rb", &model("day.to_date"))]);
    tree.file("app/models/loan.rb", model("range.first.to_date"));
    assert_eq!(findings(&tree, FILTERS), <[&str; 0]>::default());
}

#[test]
fn a_filter_that_calls_a_relation_by_its_new_name_is_the_same() {
    let models = |relation: &str| {
        format!(
            "from django.db import models
from django.db.models import Q


class Live(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(Q({relation}__status=1) | Q({relation}__isnull=True))


class Issue(models.Model):
    name = models.TextField()
    objects = Live()


class Intake(models.Model):
    status = models.IntegerField()
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name='{relation}')
"
        )
    };
    let files = [("manage.py", ""), ("shop/models.py", &models("inbox"))];
    let tree = repository("edited-relation", &files);
    tree.file("shop/models.py", models("intakes"));
    assert_eq!(findings(&tree, FILTERS), [""; 0]);
}

#[test]
fn a_scope_that_moves_into_a_concern_is_the_same() {
    let tree = repository("edited-moves", &[("app/models/user.rb", LIVE)]);
    write(
        &tree,
        &[
            ("app/models/user.rb", "class User < ApplicationRecord\n  include Live\nend\n"),
            (
                "app/models/concerns/live.rb",
                "module Live\n  extend ActiveSupport::Concern\n  included do\n    default_scope { where(deleted_at: nil) }\n  end\nend\n",
            ),
        ],
    );
    assert_eq!(findings(&tree, FILTERS), [""; 0]);

    // So is one whose column gets another name.
    write(
        &tree,
        &[
            (
                "app/models/user.rb",
                "class User < ApplicationRecord\n  default_scope { where(removed_at: nil) }\nend\n",
            ),
            ("db/migrate/1_rename.rb", &step("rename_column :users, :deleted_at, :removed_at")),
        ],
    );
    let found = findings(&tree, &["rows-revealed"]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_soft_delete_that_the_code_loses_makes_deletes_hard() {
    let tree = repository(
        "edited-paranoid",
        &[
            ("Gemfile", "gem \"paranoia\"\n"),
            ("app/models/user.rb", "class User < ApplicationRecord\n  acts_as_paranoid\nend\n"),
        ],
    );
    tree.file("app/models/user.rb", USER);
    let found = findings(&tree, FILTERS);
    assert!(
        found[0]
            .starts_with("critical delete-becomes-hard later: deleting a `User` erases the row"),
        "{found:?}"
    );
    assert!(found[2].starts_with("high rows-revealed migrated: "), "{found:?}");
}

#[test]
fn code_that_holds_no_filter_proposes_nothing() {
    let tree = repository("edited-nothing", &[("app/models/user.rb", LIVE)]);
    tree.file("app/models/user.rb", LIVE.replace("end\n", "\n  def name\n    email\n  end\nend\n"));
    tree.file("app/controllers/users_controller.rb", "class UsersController\nend\n");
    let run = tree.ormscope("", &["check"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert!(run.out.starts_with("nothing to check"), "{}", run.out);
}

#[test]
fn a_field_that_is_altered_and_starts_as_before_hides_no_new_rows() {
    let models = |choices: &str| {
        format!(
            "from django.db import models\n\n\nclass Live(models.Manager):\n    def get_queryset(self):\n        return super().get_queryset().filter(kind='live')\n\n\nclass Entry(models.Model):\n    kind = models.CharField(max_length=9, choices={choices})\n    objects = Live()\n"
        )
    };
    let initial = "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    operations = [migrations.CreateModel('Entry', [('id', models.AutoField(primary_key=True)), ('kind', models.CharField(max_length=9))])]\n";
    let tree = repository(
        "altered-choices",
        &[
            ("manage.py", ""),
            ("shop/__init__.py", ""),
            ("shop/migrations/__init__.py", ""),
            ("shop/migrations/0001_initial.py", initial),
            ("shop/models.py", &models("[('live', 'Live')]")),
        ],
    );
    let altered = |arguments: &str| {
        format!(
            "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    dependencies = [('shop', '0001_initial')]\n    operations = [migrations.AlterField('entry', 'kind', models.CharField({arguments}))]\n"
        )
    };
    let more = "[('live', 'Live'), ('old', 'Old')]";
    tree.file("shop/models.py", models(more));
    tree.file("shop/migrations/0002_kind.py", altered(&format!("max_length=9, choices={more}")));
    assert_eq!(findings(&tree, &["new-rows-hidden"]), [""; 0]);

    let other = format!("{more}, default='old'");
    tree.file("shop/models.py", models(&other));
    tree.file("shop/migrations/0002_kind.py", altered(&format!("max_length=9, choices={other}")));
    let found = findings(&tree, &["new-rows-hidden"]);
    assert!(found[0].contains("`shop_entry.kind` starts as 'old'"), "{found:?}");
}

#[test]
fn an_index_of_a_dump_that_differs_is_shown_at_the_change() {
    let dump = |columns: &str| {
        format!(
            "{columns}CREATE TABLE users (id bigint, email text);\nCREATE UNIQUE INDEX mails ON users (email);\n"
        )
    };
    let tree = repository(
        "dump-differs",
        &[
            ("Gemfile", "gem \"paranoia\"\n"),
            ("app/models/user.rb", USER),
            ("db/structure.sql", &dump("")),
        ],
    );
    write(
        &tree,
        &[
            ("app/models/user.rb", "class User < ApplicationRecord\n  acts_as_paranoid\nend\n"),
            ("db/structure.sql", &dump("CREATE TABLE teams (id bigint);\n")),
            ("db/migrate/1_mark.rb", &step("add_column :users, :deleted_at, :datetime")),
        ],
    );
    let found = findings(&tree, &["unique-conflict"]);
    assert!(found[1].starts_with("  db/migrate/1_mark.rb:"), "{found:?}");
}

#[test]
fn no_row_is_one_of_a_subclass_that_comes_with_the_branch() {
    let policy = "class Policy < ApplicationRecord\nend\n";
    let old = "class ProductPolicy < Policy\nend\n";
    let dump = "ActiveRecord::Schema[7.1].define(version: 0) do\n  create_table \"policies\" do |t|\n    t.string \"type\"\n  end\nend\n";
    let tree = repository(
        "new-subclass",
        &[
            ("app/models/policy.rb", policy),
            ("app/models/product_policy.rb", old),
            ("db/schema.rb", dump),
        ],
    );
    let strict = |class: &str| {
        format!("class {class} < Policy\n  validates :days, inclusion: {{ in: [7, 14] }}\nend\n")
    };
    write(
        &tree,
        &[
            ("app/models/seller_policy.rb", &strict("SellerPolicy")),
            ("db/migrate/1_days.rb", &step("add_column :policies, :days, :integer")),
        ],
    );
    assert_eq!(findings(&tree, &["value-changes"]), [""; 0]);

    tree.file("app/models/product_policy.rb", strict("ProductPolicy"));
    let found = findings(&tree, &["value-changes"]);
    assert!(
        found[0].contains("a row of `ProductPolicy` that exists has no `policies.days`"),
        "{found:?}"
    );
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn a_client_that_runs_takes_values_for_what_its_schema_says() {
    let model = |kind: &str| {
        format!(
            "model User {{\n  id Int @id\n  verified {kind} @map(\"is_verified\")\n  name String\n}}\n"
        )
    };
    let tree = repository("deploying-retyped", &[("prisma/schema.prisma", &model("DateTime?"))]);
    let path = "prisma/migrations/20260101000000_verified/migration.sql";
    let step = "ALTER TABLE \"User\" ALTER COLUMN \"is_verified\" TYPE BOOLEAN USING (\"is_verified\" IS NOT NULL);\nALTER TABLE \"User\" ALTER COLUMN \"name\" TYPE VARCHAR(9);\n";
    write(&tree, &[("prisma/schema.prisma", &model("Boolean @default(false)")), (path, step)]);
    assert_eq!(
        findings(&tree, &["breaks-while-deploying", "value-changes"]),
        [
            "high breaks-while-deploying deploying: servers that still run the old code fail on rows of `User`: they take `User.is_verified` for DateTime, and it is boolean",
            "  prisma/schema.prisma:3: verified (maps the column as DateTime at the base)",
        ]
    );
}

#[test]
fn a_table_that_takes_the_name_of_another_has_columns_of_its_own() {
    let model = |column: &str| {
        format!("model ApiKey {{\n  id Int @id\n  {column} Int\n\n  @@map(\"keys\")\n}}\n")
    };
    let keys =
        "CREATE TABLE \"keys\" (\"id\" INTEGER PRIMARY KEY, \"site_id\" INTEGER NOT NULL);\n";
    let first = "prisma/migrations/20250101000000_init/migration.sql";
    let path = "prisma/migrations/20260102000000_swap/migration.sql";
    let told = |name: &str, column: &str| {
        let old = model("site_id");
        let tree = repository(name, &[("prisma/schema.prisma", &old), (first, keys)]);
        let step = format!(
            "CREATE TABLE \"new_keys\" (\"id\" INTEGER PRIMARY KEY, \"{column}\" INTEGER NOT NULL);\n"
        );
        let swap = "DROP TABLE \"keys\";\nALTER TABLE \"new_keys\" RENAME TO \"keys\";\n";
        let new = "prisma/migrations/20260101000000_new/migration.sql";
        let schema = model(column);
        write(&tree, &[("prisma/schema.prisma", &schema), (new, &step), (path, swap)]);
        findings(&tree, DEPLOYING)
    };
    assert_eq!(
        told("deploying-swapped", "team_id"),
        [
            "high breaks-while-deploying deploying: servers that still run the old code fail on every query of `ApiKey`: its table `keys` gives its place to one without `site_id`",
            "  prisma/schema.prisma:1: model ApiKey (maps the table)",
        ]
    );
    assert_eq!(told("deploying-swapped-alike", "site_id"), Vec::<String>::new());
}

#[test]
fn a_model_that_the_schema_shows_no_longer_is_told_of_at_the_change() {
    let model = |name: &str, columns: &str| {
        format!(
            "// The schema.\n\nmodel {name} {{\n  id Int @id\n{columns}\n  @@map(\"seats\")\n}}\n"
        )
    };
    let tree = repository("deploying-vanished", &[("prisma/schema.prisma", &model("Place", ""))]);
    let path = "prisma/migrations/20260101000000_rows/migration.sql";
    let step = "ALTER TABLE \"seats\" ADD COLUMN \"row\" TEXT NOT NULL;\n";
    write(&tree, &[("prisma/schema.prisma", "// The schema.\n"), (path, step)]);
    assert_eq!(
        findings(&tree, DEPLOYING),
        [
            "high breaks-while-deploying deploying: servers that still run the old code cannot create `Place`: `seats.row` is NOT NULL, and the database has no default for it",
            "  prisma/migrations/20260101000000_rows/migration.sql:1: ALTER TABLE \"seats\" ADD COLUMN \"row\" TEXT NOT NULL (its INSERTs leave the column out, as `Place` has it at the base, in prisma/schema.prisma)",
        ]
    );
}

#[test]
fn a_key_that_is_made_anew_of_columns_with_other_names_is_the_same() {
    let model = |name: &str, key: &str| {
        format!("model {name} {{\n  {key} Int\n  team Int\n\n  @@id([{key}, team])\n}}\n")
    };
    let told = |name: &str, step: &str| {
        let init = "CREATE TABLE \"Role\" (\"project\" INTEGER NOT NULL, \"team\" INTEGER NOT NULL, CONSTRAINT \"Role_pkey\" PRIMARY KEY (\"project\", \"team\"));\n";
        let first = "prisma/migrations/20250101000000_init/migration.sql";
        let old = model("Role", "project");
        let tree = repository(name, &[("prisma/schema.prisma", &old), (first, init)]);
        let path = "prisma/migrations/20260101000000_sites/migration.sql";
        write(&tree, &[("prisma/schema.prisma", &model("SiteRole", "site")), (path, step)]);
        findings(&tree, &["changes-primary-key"])
    };
    let renames = "ALTER TABLE \"Role\" RENAME TO \"SiteRole\";\nALTER TABLE \"SiteRole\" RENAME COLUMN \"project\" TO \"site\";\nALTER TABLE \"SiteRole\" DROP CONSTRAINT \"Role_pkey\";\n";
    let with =
        |columns: &str| format!("{renames}ALTER TABLE \"SiteRole\" ADD PRIMARY KEY ({columns});\n");
    assert_eq!(told("key-anew", &with("\"site\", \"team\"")), Vec::<String>::new());
    assert_eq!(
        told("key-other", &with("\"site\"")),
        [
            "critical changes-primary-key migrated: the primary key of `SiteRole` is another: all that holds a key of `Role` holds the old one",
            "  prisma/migrations/20260101000000_sites/migration.sql:3: ALTER TABLE \"SiteRole\" DROP CONSTRAINT \"Role_pkey\" (`Role` maps the table at the base, in prisma/schema.prisma)",
        ]
    );
}
