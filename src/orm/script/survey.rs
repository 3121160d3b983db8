//! Which JavaScript and TypeScript files are worth parsing: a look at their bytes.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::orm::Hints;

/// Words that make a file worth parsing wherever it stands.
const MARKERS: &[&str] = &[
    // Sequelize: what defines, connects, hooks and synchronizes models.
    "sequelize-typescript",
    "new Sequelize",
    "DataTypes",
    "extends Model",
    "Sequelize.Model",
    "sequelize.define",
    ".init(",
    ".define(",
    ".sync(",
    "belongsTo(",
    "belongsToMany(",
    "hasMany(",
    "hasOne(",
    "queryInterface",
    "addScope(",
    "addHook(",
    // TypeORM: entities, their columns, naming and listeners.
    "@Entity",
    "EntitySchema",
    "EntitySubscriber",
    "Column(",
    "DataSource",
    "NamingStrategy",
    "TypeOrmModule.",
    "createConnection",
    "synchronize",
    // Prisma: clients and what extends them.
    "PrismaClient",
    "$extends",
    "$use(",
    "defineExtension",
    // Drizzle: the packages of the databases, not the operators.
    "drizzle-orm/",
    "drizzle(",
    "pgTable",
    "mysqlTable",
    "sqliteTable",
    // Mongoose: schemas, and plugins for all of them.
    "Schema(",
    "SchemaFactory",
    "mongoose.model(",
    "mongoose.plugin(",
    "mongoose.set(",
    "objection",
    "bookshelf",
    "mikro-orm",
    "waterline",
    "sails",
    "@adonisjs/lucid",
    "@ioc:Adonis/Lucid",
    "tableName",
];

/// Words that ask whether a column exists.
const GATES: &[&str] = &[
    "rawAttributes",
    "getAttributes",
    "hasOwnProperty",
    "hasOwn(",
    "hasColumn",
    "describeTable",
    "getTableColumns",
    "findColumnWithPropertyName",
    "schema.paths",
    "schema.path(",
    "columnInfo",
    "' in ",
    "\" in ",
    "hasTrait",
    "$hasColumn",
];

/// Words of code that may send whole rows, or store what it is sent.
const CONSUMERS: &[&str] = &[
    "sequelize",
    "Sequelize",
    "typeorm",
    "getRepository",
    "prisma",
    "Prisma",
    "drizzle-orm",
    "mongoose",
    "Mongoose",
    "knex",
    "kysely",
    "Kysely",
    ".json(",
    ".send(",
    ".body",
    ".findAll(",
    ".findAndCountAll(",
    ".findByPk(",
    ".findMany(",
    ".findUnique(",
    ".selectAll(",
    ".returningAll(",
    ".selectFrom(",
    ".insertInto(",
    ".updateTable(",
    ".deleteFrom(",
    ".fetchAll(",
    "SELECT *",
    "select *",
    "@Controller(",
    "@Injectable(",
    "Repository<",
    "getServerSideProps",
    "class-transformer",
    "models/",
    "/models'",
    "/models\"",
    "entities/",
    "entity/",
    ".entity'",
    ".model'",
];

static WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(MARKERS.iter().chain(GATES).chain(CONSUMERS)).ok());

/// Looks at a file.
pub fn hints(file: &str, text: &str) -> Hints {
    let mut hints = Hints::default();
    match WORDS.as_ref() {
        Some(words) => {
            for found in words.find_iter(text) {
                match found.pattern().as_usize() {
                    at if at < MARKERS.len() => hints.marked = true,
                    at if at < MARKERS.len() + GATES.len() => hints.gated = true,
                    // `(await fetch(url)).json()` takes something in.
                    _ => {
                        let rest = text.get(found.end()..).unwrap_or_default();
                        hints.takes |= !(text[found.range()] == *".json(" && rest.starts_with(')'));
                    }
                }
                if hints.marked {
                    break;
                }
            }
        }
        None => hints = Hints { marked: true, ..hints },
    }
    let folders = ["/models/", "/entities/", "/entity/", "/schema/"];
    hints.marked |= folders.iter().any(|folder| file.contains(folder))
        || ["models/", "entities/"].iter().any(|folder| file.starts_with(folder))
        || is_barrel(file, text);
    for line in text.lines() {
        hints.defines.extend(defined(line));
    }
    hints
}

/// A folder's own module passes on what the modules in it define.
fn is_barrel(file: &str, text: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.starts_with("index.") && (text.contains("export *") || text.contains("export {"))
}

/// What a line of a module's own level, or a class at any, defines: `export class User extends Model {`, `const User = …`, `function define(`.
fn defined(line: &str) -> Option<(String, Vec<String>)> {
    let mut words = line.split_whitespace().peekable();
    while words
        .next_if(|word| matches!(*word, "export" | "default" | "abstract" | "async" | "declare"))
        .is_some()
    {}
    match words.next()? {
        "class" => {
            let name = path(words.next()?);
            let mut parents = Vec::new();
            if words.any(|word| word == "extends") {
                // A superclass that is computed ends with `(`.
                let parent = words.next().unwrap_or_default();
                let plain = path(parent);
                let computed = parent.get(plain.len()..).unwrap_or_default().starts_with('(');
                parents.push(format!("{plain}{}", if computed { "(" } else { "" }));
            }
            Some((name.to_owned(), parents))
        }
        _ if line.starts_with([' ', '\t']) => None,
        "function" | "function*" | "const" | "let" | "var" | "enum" => {
            let name = path(words.next()?);
            (!name.is_empty()).then(|| (name.to_owned(), Vec::new()))
        }
        _ => {
            let rest = line.trim_start().strip_prefix("exports.")?;
            let name = path(rest);
            Some((name.to_owned(), Vec::new()))
        }
    }
}

/// Whether a file holds no code of the running application.
pub fn is_elsewhere(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let tests = [".test.", ".spec.", ".stories.", ".e2e-spec.", ".cy."];
    path.split('/').rev().skip(1).any(|folder| {
        matches!(
            folder,
            "migrations" | "migration" | "__tests__" | "__mocks__" | "e2e" | "dist" | "seeders"
        )
    }) || tests.iter().any(|mark| name.contains(mark))
}

fn path(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.')))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}
