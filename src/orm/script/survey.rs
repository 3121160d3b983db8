//! Which JavaScript and TypeScript files are worth parsing: a look at their bytes.

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::orm::Hints;

/// Words that make a file worth parsing wherever it stands.
const MARKERS: &[&str] = &[
    // Sequelize.
    "sequelize-typescript",
    "DataTypes",
    "queryInterface",
    "addScope(",
    "addHook(",
    "belongsToMany(",
    "dialect:",
    "dialect\":",
    // TypeORM: entities, their columns, naming and listeners.
    "@Entity",
    "EntitySchema",
    "EntitySubscriber",
    "NamingStrategy",
    "TypeOrmModule.",
    "new DataSource(",
    "DataSourceOptions",
    "createConnection",
    "synchronize:",
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
    "@Schema(",
    "SchemaFactory",
    "mongoose.Schema",
    "new Schema",
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
    "ClassSerializerInterceptor",
];

/// Words that define, connect or synchronize models in a file that knows one of [`LIBRARIES`].
const DEFINITIONS: &[&str] = &[
    "new Sequelize",
    "extends Model",
    "Sequelize.Model",
    ".init(",
    ".define(",
    ".sync(",
    "Column(",
    "belongsTo(",
    "hasMany(",
    "hasOne(",
];

/// What a file that knows Sequelize or TypeORM says somewhere.
const LIBRARIES: &[&str] = &["sequelize", "Sequelize", "typeorm"];

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

/// Words of code that asks an ORM for rows, which it may send whole.
const QUERIES: &[&str] = &[
    "getRepository",
    "prisma",
    "Prisma",
    "drizzle-orm",
    "mongoose",
    "Mongoose",
    "knex",
    "kysely",
    "Kysely",
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
    "SELECT *",
    "select *",
    "Repository<",
    "getServerSideProps",
];

/// Words of code that may send whole rows, or store what it is sent; a front end has them too.
const CONSUMERS: &[&str] = &[
    ".json(",
    ".send(",
    ".body",
    ".fetchAll(",
    "@Controller(",
    "@Injectable(",
    "class-transformer",
    "models/",
    "/models'",
    "/models\"",
    "entities/",
    "entity/",
    ".entity'",
    ".model'",
];

/// What code imports that runs in a browser.
const BROWSERS: &[&str] = &[
    "from \"@angular/",
    "from '@angular/",
    "from \"mobx",
    "from 'mobx",
    "from \"react",
    "from 'react",
    "from \"styled-components",
    "from 'styled-components",
    "from \"svelte",
    "from 'svelte",
    "from \"vue",
    "from 'vue",
];

static WORDS: LazyLock<Option<Words>> = LazyLock::new(Words::new);

/// All words, with what each of them says.
struct Words {
    finder: AhoCorasick,
    kinds: Vec<Kind>,
}

#[derive(Clone, Copy)]
enum Kind {
    Marker,
    Definition,
    Library,
    Gate,
    Query,
    Consumer,
    Browser,
}

impl Words {
    fn new() -> Option<Words> {
        let groups = [
            (MARKERS, Kind::Marker),
            (DEFINITIONS, Kind::Definition),
            (LIBRARIES, Kind::Library),
            (GATES, Kind::Gate),
            (QUERIES, Kind::Query),
            (CONSUMERS, Kind::Consumer),
            (BROWSERS, Kind::Browser),
        ];
        let words = groups.iter().flat_map(|(words, _)| words.iter());
        let kinds = groups.iter().flat_map(|(words, kind)| words.iter().map(|_| *kind));
        // Of so many words the quickest search is not made by itself.
        let mut finder = AhoCorasick::builder();
        let finder = finder.kind(Some(AhoCorasickKind::DFA)).build(words).ok()?;
        Some(Words { finder, kinds: kinds.collect() })
    }
}

/// Looks at a file.
pub fn hints(file: &str, text: &str) -> Hints {
    let mut hints = Hints::default();
    match WORDS.as_ref() {
        Some(words) => {
            let (mut defines, mut knows, mut queries, mut shows) = (false, false, false, false);
            for found in words.finder.find_overlapping_iter(text) {
                match words.kinds.get(found.pattern().as_usize()) {
                    Some(Kind::Marker) => hints.marked = true,
                    Some(Kind::Definition) => defines = true,
                    Some(Kind::Library) => (knows, hints.takes) = (true, true),
                    Some(Kind::Gate) => hints.gated = true,
                    Some(Kind::Query) => queries = true,
                    Some(Kind::Browser) => shows = true,
                    Some(Kind::Consumer) => hints.takes |= !is_harmless(text, found.range()),
                    None => {}
                }
                hints.marked |= defines && knows;
                if hints.marked {
                    break;
                }
            }
            hints.takes |= queries;
            if shows && !(hints.marked || knows || queries) {
                return Hints::default();
            }
        }
        None => hints = Hints { marked: true, ..hints },
    }
    if (hints.marked || hints.takes) && is_data(text) {
        hints = Hints::default();
    }
    let folders = ["/models/", "/entities/", "/entity/", "/schema/"];
    hints.marked |= folders.iter().any(|folder| file.contains(folder))
        || ["models/", "entities/"].iter().any(|folder| file.starts_with(folder))
        || file.rsplit('/').next().is_some_and(|name| name.starts_with("mikro-orm.config."))
        || is_barrel(file, text);
    for line in text.lines() {
        hints.defines.extend(defined(line));
    }
    hints
}

/// Whether a consumer's word is another: `(await fetch(url)).json()` takes something in, and
/// `document.body` is a page's.
fn is_harmless(text: &str, word: Range<usize>) -> bool {
    match text.get(word.clone()) {
        Some(".json(") => text.get(word.end..).is_some_and(|rest| rest.starts_with(')')),
        Some(".body") => text.get(..word.start).is_some_and(|it| it.ends_with("document")),
        _ => false,
    }
}

/// Whether a module only exports values, as generated lists of pages do: it takes nothing in from others, and
/// calls nothing.
fn is_data(text: &str) -> bool {
    let calls = || {
        let bytes = text.as_bytes();
        bytes.windows(2).any(|pair| pair[0].is_ascii_alphanumeric() && pair[1] == b'(')
    };
    let acts = ["import ", "function ", "=>", "class ", "module.exports"];
    text.contains("export ") && !acts.iter().any(|word| text.contains(word)) && !calls()
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
            "migrations"
                | "migration"
                | "__tests__"
                | "__mocks__"
                | "e2e"
                | "dist"
                | "seeders"
                | "vendor"
        )
    }) || tests.iter().any(|mark| name.contains(mark))
}

fn path(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.')))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::hints;
    use crate::orm::Hints;

    #[test]
    fn code_of_a_browser_takes_rows_where_it_asks_an_orm_for_them() {
        let view = "import * as React from \"react\";\nimport User from \"~/models/User\";\n\
                    export const card = (user: User) => api.send(user);\n";
        assert_eq!(hints("app/models/card.tsx", view), Hints::default());
        let page = format!("{view}export const load = () => prisma.user.findMany();\n");
        assert!(hints("app/pages/users.tsx", &page).takes);
        let server = view.replace("react", "express");
        assert!(hints("server/card.ts", &server).takes);
    }

    #[test]
    fn the_body_of_a_page_is_none_of_a_request() {
        assert!(!hints("menu.js", "document.body.append(menu)").takes);
        assert!(hints("users.js", "save(request.body)").takes);
    }

    #[test]
    fn a_module_that_only_holds_values_is_none() {
        let pages = "export const pages = [{ \"path\": \"/mikro-orm/page\" }]";
        assert!(!hints("pages.mjs", pages).marked);
        assert!(hints("pages.mjs", &format!("{pages}\nregister(pages)")).marked);
        assert!(hints("user.js", "module.exports = { tableName: 'users' }").marked);
    }
}
