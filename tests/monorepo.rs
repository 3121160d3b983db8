//! Several applications under one root.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod repository;
mod tree;

use repository::{commit, git};
use serde_json::Value;
use tree::Tree;

const GATED: &str = "\
class User < ApplicationRecord
  default_scope { where(deleted_at: nil) } if column_names.include?(\"deleted_at\")
end
";
const STEP: &str = "\
class AddDeletedAt < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :deleted_at, :datetime, default: -> { \"now()\" }
  end
end
";

/// Two applications with a model each, and a branch that migrates these.
fn monorepo(name: &str, config: &str, migrated: &[&str]) -> Tree {
    let tree = Tree::new(name);
    tree.file("ormscope.toml", config);
    for app in ["shop", "shop_admin"] {
        tree.file(&format!("apps/{app}/app/models/user.rb"), GATED);
    }
    git(&tree, &["init", "--quiet"]);
    git(&tree, &["symbolic-ref", "HEAD", "refs/heads/main"]);
    commit(&tree);
    git(&tree, &["checkout", "--quiet", "-b", "feature"]);
    for app in migrated {
        tree.file(&format!("{app}/db/migrate/1_add.rb"), STEP);
    }
    tree
}

fn report(tree: &Tree, folder: &str, arguments: &[&str]) -> Value {
    let all = [&["check", "--format", "json", "--fail-on", "never"], arguments].concat();
    let run = tree.ormscope(folder, &[&all[..], &["--only", "rows-hidden"]].concat());
    assert_eq!(run.status, Some(0), "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// The models that lose their rows, as `migration: model's file`.
fn hidden(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    let places = findings.map(|it| {
        let evidence = it["evidence"].as_array().unwrap();
        let mut files = evidence.iter().map(|it| it["file"].as_str().unwrap());
        let model = files.find(|file| file.contains("models")).unwrap();
        format!("{}: {model}", it["location"]["file"].as_str().unwrap())
    });
    places.collect()
}

const TWO: &str = "[[app]]\npath = 'apps/shop'\n[[app]]\npath = 'apps/shop_admin'\n";

#[test]
fn a_table_of_one_application_is_no_table_of_another() {
    let tree = monorepo("monorepo-apart", TWO, &["apps/shop"]);
    let one = report(&tree, "", &[]);
    assert_eq!(hidden(&one), ["apps/shop/db/migrate/1_add.rb: apps/shop/app/models/user.rb"]);
    assert_eq!(one["summary"]["models"], 1);
    // As if the other were not there.
    let alone = report(&tree, "apps/shop", &[]);
    assert_eq!(hidden(&alone), ["db/migrate/1_add.rb: app/models/user.rb"]);
}

#[test]
fn each_application_is_asked_about_its_own_migrations() {
    let tree = monorepo("monorepo-both", TWO, &["apps/shop", "apps/shop_admin"]);
    let both = report(&tree, "", &[]);
    assert_eq!(
        hidden(&both),
        [
            "apps/shop/db/migrate/1_add.rb: apps/shop/app/models/user.rb",
            "apps/shop_admin/db/migrate/1_add.rb: apps/shop_admin/app/models/user.rb",
        ]
    );
    let fingerprints: Vec<_> =
        both["findings"].as_array().unwrap().iter().map(|it| &it["fingerprint"]).collect();
    assert_ne!(fingerprints[0], fingerprints[1]);
}

#[test]
fn applications_of_one_database_share_their_tables() {
    let config = TWO.replace("[[app]]\n", "[[app]]\ndatabase = 'main'\n");
    let tree = monorepo("monorepo-shared", &config, &["apps/shop"]);
    let shared = report(&tree, "", &[]);
    assert_eq!(shared["changes"].as_array().unwrap().len(), 1);
    assert_eq!(
        hidden(&shared),
        [
            "apps/shop/db/migrate/1_add.rb: apps/shop/app/models/user.rb",
            "apps/shop/db/migrate/1_add.rb: apps/shop_admin/app/models/user.rb",
        ]
    );
}

#[test]
fn what_belongs_to_no_application_belongs_to_the_root() {
    let tree = monorepo("monorepo-root", TWO, &["."]);
    tree.file("app/models/user.rb", GATED);
    let root = report(&tree, "", &[]);
    assert_eq!(hidden(&root), ["db/migrate/1_add.rb: app/models/user.rb"]);
}

#[test]
fn without_an_entry_all_is_one_application() {
    let tree = monorepo("monorepo-one", "", &["apps/shop"]);
    assert_eq!(report(&tree, "", &[])["summary"]["models"], 1, "both are `User`");
    let tree = monorepo("monorepo-models", TWO, &[]);
    let run = tree.ormscope("", &["models"]);
    assert!(run.out.contains("apps/shop/app") && run.out.contains("apps/shop_admin/app"));
}

/// A root with a Rails application in one folder, one of Django in another, and code that both share.
fn two_frameworks(name: &str) -> Tree {
    let tree = Tree::new(name);
    tree.file("shop/config/application.rb", "class Application < Rails::Application\nend\n");
    tree.file("shop/app/models/user.rb", GATED);
    tree.file("lib/shared/app/models/audit.rb", "class Audit < ApplicationRecord\nend\n");
    tree.file("api/manage.py", "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'api.settings')\n");
    tree.file("api/users/__init__.py", "");
    let model = "from django.db import models\n\nclass User(models.Model):\n    class Meta:\n        \
                 db_table = 'users'\n";
    tree.file("api/users/models.py", model);
    tree
}

/// The files of the models that a report knows.
fn models(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let run = tree.ormscope("", &[&["models", "--format", "json"], arguments].concat());
    let list: Value = serde_json::from_str(&run.out).unwrap();
    let models = list["models"].as_array().unwrap().iter();
    models.map(|model| model["file"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn applications_are_found_by_the_files_that_start_them() {
    let tree = two_frameworks("monorepo-found");
    let shared = "lib/shared/app/models/audit.rb";
    let all = models(&tree, &[]);
    assert!(all.contains(&"shop/app/models/user.rb".to_owned()), "{all:?}");
    assert!(all.contains(&"api/users/models.py".to_owned()), "{all:?}");
    assert_eq!(all.iter().filter(|file| *file == shared).count(), 1, "{all:?}");
    // The migration of one says nothing of the other's table.
    tree.file("shop/db/migrate/1_add.rb", STEP);
    let one = report(&tree, "", &["--migration", "shop/db/migrate/1_add.rb"]);
    assert_eq!(hidden(&one), ["shop/db/migrate/1_add.rb: shop/app/models/user.rb"]);
    assert_eq!(one["summary"]["models"], 2, "its own, and the shared one");
    let other = report(&tree, "", &["--add", "users.deleted_at timestamp default now()"]);
    assert_eq!(other["findings"].as_array().unwrap().len(), 1, "a flag may mean any of them");
}

#[test]
fn shared_code_belongs_to_the_applications_nearest_to_it() {
    let tree = Tree::new("monorepo-nearest");
    for shop in ["one", "two"] {
        let starts = "class Application < Rails::Application\nend\n";
        tree.file(&format!("{shop}/backend/config/application.rb"), starts);
        tree.file(&format!("{shop}/backend/app/models/user.rb"), GATED);
    }
    let audit = "class Audit < ApplicationRecord\nend\n";
    tree.file("one/shared/app/models/audit.rb", audit);
    let models =
        |tree: &Tree| report(tree, "", &["--add", "users.x int"])["summary"]["models"].clone();
    assert_eq!(models(&tree), 3, "a user each, and what one of them shares");
    tree.file("shared/app/models/event.rb", "class Event < ApplicationRecord\nend\n");
    assert_eq!(models(&tree), 5, "both are as near to it");
}

#[test]
fn an_application_alone_has_all_that_lies_beside_it() {
    let tree = two_frameworks("monorepo-alone");
    std::fs::remove_file(tree.path("api/manage.py")).unwrap();
    assert_eq!(report(&tree, "", &["--add", "users.x int"])["summary"]["models"], 3);
}

#[test]
fn a_change_without_a_place_needs_the_root_of_its_application() {
    let tree = monorepo("monorepo-flag", TWO, &[]);
    let flag = ["check", "--add", "users.deleted_at timestamp default now()"];
    let run = tree.ormscope("", &flag);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("name the root of one: `ormscope check apps/shop`"), "{}", run.err);
    assert_eq!(tree.ormscope("apps/shop", &flag).status, Some(1));
}

/// Two packages with a schema and migrations of Prisma each, of which one drops its users, and code
/// beside them that reads users.
fn two_databases(name: &str) -> Tree {
    let tree = Tree::new(name);
    let model = "model User {\n  id Int @id\n  name String\n}\n";
    let made = "CREATE TABLE \"User\" (\"id\" INTEGER NOT NULL, \"name\" TEXT NOT NULL);\n";
    for package in ["accounts", "plugins"] {
        tree.file(&format!("packages/{package}/prisma/schema.prisma"), model);
        let init = format!("packages/{package}/prisma/migrations/1_init/migration.sql");
        tree.file(&init, made);
    }
    let reads = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n\
                 export const names = () => prisma.user.findMany({ select: { name: true } });\n";
    tree.file("packages/server/src/names.ts", reads);
    tree.file("packages/accounts/src/names.ts", reads);
    tree
}

#[test]
fn a_schema_of_prisma_with_migrations_is_a_database_of_its_own() {
    let tree = two_databases("monorepo-prisma");
    let step = "packages/plugins/prisma/migrations/2_drop/migration.sql";
    tree.file(step, "ALTER TABLE \"User\" DROP COLUMN \"name\";\n");
    let run = tree.ormscope("", &["check", "--migration", step, "--all", "--fail-on", "never"]);
    assert!(run.out.contains("packages/plugins/prisma/schema.prisma:3"), "{}", run.out);
    assert!(run.out.contains("packages/server/src/names.ts"), "both may be meant: {}", run.out);
    assert!(!run.out.contains("packages/accounts"), "{}", run.out);
}

#[test]
fn a_schema_of_prisma_without_migrations_shares_a_database() {
    let tree = two_databases("monorepo-prisma-copy");
    let init = "packages/plugins/prisma/migrations/1_init/migration.sql";
    std::fs::remove_file(tree.path(init)).unwrap();
    let step = "packages/accounts/prisma/migrations/2_drop/migration.sql";
    tree.file(step, "ALTER TABLE \"User\" DROP COLUMN \"name\";\n");
    let run = tree.ormscope("", &["check", "--migration", step, "--all", "--fail-on", "never"]);
    assert!(run.out.contains("packages/plugins/prisma/schema.prisma:3"), "{}", run.out);
}
