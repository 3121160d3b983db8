//! Which Python files are worth parsing: a look at their bytes.

use std::{collections::BTreeSet, sync::LazyLock};

use aho_corasick::AhoCorasick;

use crate::orm::{Hints, Import};

/// Words that make a file worth parsing wherever it stands.
const MARKERS: &[&str] = &[
    ROOT,
    "django.db",
    "sqlalchemy",
    "from_queryset",
    "as_manager",
    "Manager()",
    "add_to_class",
    "contribute_to_class",
    "INSTALLED_APPS",
    "AUTH_USER_MODEL",
    "sqlmodel",
    "SQLModel",
    "db.Model",
    "__tablename__",
    "peewee",
    "tortoise",
    "pony.orm",
    "mongoengine",
];

/// The ends of the names of classes below which is what filters or makes up a model.
const KINDS: &[&str] = &["AppConfig", "Manager", "QuerySet", "Queryset", "models.Field"];

/// The end of the names of classes below which are tests, and what these have in common.
const TEST: &str = "TestCase";

/// What models of Django descend from; also the beginning of other words.
const ROOT: &str = "models.Model";

/// Words that ask whether a column exists.
const GATES: &[&str] = &["hasattr", "getattr", "get_field", "__table__", "column_attrs"];

/// … of which these also lead to all columns.
const COLUMNS: &[&str] = &["__table__", "column_attrs"];

/// Words of code that may take columns without naming them.
const CONSUMERS: &[&str] = &[
    "ModelForm",
    "ModelAdmin",
    "ModelSerializer",
    "ModelResource",
    "ModelSchema",
    "FilterSet",
    "DjangoObjectType",
    "admin.site",
    "admin.register",
    "modelform_factory",
    "model_to_dict",
    "serializers.serialize",
    META,
    "__dict__",
    ".values()",
    ".values_list()",
    "from_attributes",
    "(**",
    ", **",
    ".* FROM",
    ".* from",
    ".alias(",
    ".annotate(",
    ".create(",
    ".objects.",
    ".delete(",
    ".execute",
    ".raw(",
    "CreateView",
    "HistoricalRecords",
    "INSERT INTO",
    "SELECT *",
    "UpdateView",
    "auditlog",
    "class Meta",
    "create_schema",
    "_base_manager",
    "_or_create",
    "defaults=",
    "django_filters",
    "fastapi",
    "graphene_django",
    "insert into",
    "import_export",
    "marshmallow",
    "ninja",
    "rest_framework",
    "select *",
    "setattr(",
    "strawberry",
    "vars(",
];

/// What leads from a model to all that is declared of it; also the beginning of other words.
const META: &str = "_meta";

/// The packages that models come from, and much that only uses them.
const PACKAGES: &[Package] = &[
    Package {
        name: "django.db",
        only_asks: |module, name| match module {
            "" => name != "models",
            ".models" => !matches!(name, "*" | "Field" | "Manager" | "base" | "signals"),
            _ => !MAKING.iter().any(|it| module.starts_with(it)),
        },
    },
    Package {
        name: "sqlalchemy",
        only_asks: |module, name| module.starts_with(".exc") || QUERYING.contains(&name),
    },
];

/// A package that some code takes the making of models from, and some only what asks models for rows.
struct Package {
    name: &'static str,
    /// Whether a name of a module below it only serves to ask for rows.
    only_asks: fn(&str, &str) -> bool,
}

/// The modules of Django that models are made with.
const MAKING: &[&str] = &[".models.base", ".models.manager", ".models.signals"];

/// What code takes from SQLAlchemy that only asks for rows.
const QUERYING: &[&str] = &[
    "AsyncEngine",
    "AsyncSession",
    "Engine",
    "IntegrityError",
    "NoResultFound",
    "Result",
    "Row",
    "Select",
    "Session",
    "aliased",
    "and_",
    "asc",
    "async_sessionmaker",
    "case",
    "cast",
    "contains_eager",
    "create_async_engine",
    "create_engine",
    "defer",
    "delete",
    "desc",
    "distinct",
    "exc",
    "exists",
    "func",
    "insert",
    "joinedload",
    "lazyload",
    "literal",
    "load_only",
    "noload",
    "not_",
    "nullslast",
    "or_",
    "raiseload",
    "scoped_session",
    "select",
    "selectinload",
    "sessionmaker",
    "subqueryload",
    "text",
    "tuple_",
    "undefer",
    "union",
    "union_all",
    "update",
];

/// Words that take what they are given in the head of a function, and give it in a call.
const SPREADS: &[&str] = &["(**", ", **"];

/// How long a list of parents or of imported names is, in bytes.
const MAX_LIST: usize = 4096;

/// How many kinds of fields that a file imports are looked for.
const MAX_FIELDS: usize = 50;

static WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(MARKERS.iter().chain(GATES).chain(CONSUMERS)).ok());

/// Looks at a file.
pub fn hints(file: &str, text: &str) -> Hints {
    let mut hints = Hints::default();
    let mut fields: BTreeSet<&str> = BTreeSet::new();
    match WORDS.as_ref() {
        Some(words) => {
            for found in words.find_iter(text) {
                match found.pattern().as_usize() {
                    at if at < MARKERS.len() => {
                        let rest = text.get(found.end()..).unwrap_or_default();
                        let word = MARKERS.get(at).copied().unwrap_or_default();
                        let package = PACKAGES.iter().find(|package| package.name == word);
                        hints.marked |= match package {
                            Some(package) => {
                                let brought = package.brought(text, found.end());
                                fields.extend(brought.iter().flatten().filter(|it| is_field(it)));
                                brought.is_none_or(|it| {
                                    it.iter().any(|name| !package.uses(rest, name))
                                })
                            }
                            None => word != ROOT || !is_longer(rest),
                        };
                        hints.takes = true;
                    }
                    at if at < MARKERS.len() + GATES.len() => {
                        hints.gated = true;
                        let word = GATES.get(at - MARKERS.len());
                        hints.takes |= word.is_some_and(|word| COLUMNS.contains(word));
                    }
                    at => {
                        let word = CONSUMERS.get(at - MARKERS.len() - GATES.len());
                        let spreads = word.is_some_and(|word| SPREADS.contains(word));
                        // `private_metadata` is another word.
                        let rest = text.get(found.end()..).unwrap_or_default();
                        let longer = word == Some(&META) && is_longer(rest);
                        hints.takes |= !(longer || spreads && is_head(text, found.start()));
                    }
                }
                if hints.marked {
                    break;
                }
            }
        }
        None => hints.marked = true,
    }
    // A package's own module passes on what the modules in it define.
    hints.marked |= file.ends_with("__init__.py") && text.contains("import");
    hints.marked |= file.ends_with("/models.py") || file.contains("/models/");
    // `title = CharField()`
    let mut fields = fields.iter().take(MAX_FIELDS);
    hints.marked |= fields.any(|field| text.contains(&format!(" = {field}(")));
    // What stands in a class is asked for by the name of that.
    let (mut inside, mut tests) = (false, false);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start();
        let outermost = inner.len() == line.len();
        start += line.len();
        if outermost && inner.starts_with(|c: char| c.is_alphabetic() || c == '@') {
            inside = inner.starts_with("class ");
        }
        if inner.starts_with("class ") && (outermost || !inside) {
            let head = text.get(start - inner.len() + "class ".len()..).unwrap_or_default();
            let (name, parents) = class(head);
            let is = |kind: &str| parents.iter().any(|parent| parent.ends_with(kind));
            tests |= is(TEST);
            hints.marked |= KINDS.iter().any(|kind| is(kind));
            let parents = parents.into_iter().map(str::to_owned).collect();
            hints.defines.push((name.to_owned(), parents));
        } else if let Some(rest) = line.strip_prefix("def ") {
            hints.defines.push((path(rest).to_owned(), Vec::new()));
        }
    }
    if tests && !text.contains(ROOT) {
        return Hints::default();
    }
    hints.imports = imports(text, &hints.defines);
    hints
}

/// Where the parents of classes are imported from.
fn imports(text: &str, defines: &[(String, Vec<String>)]) -> Vec<Import> {
    let parents = defines.iter().flat_map(|(_, parents)| parents);
    let parents: BTreeSet<&str> = parents.filter_map(|parent| parent.split('.').next()).collect();
    let mut found = Vec::new();
    if parents.is_empty() {
        return found;
    }
    for (at, _) in text.match_indices("from ") {
        let rest = text.get(at + "from ".len()..).unwrap_or_default();
        let module = path(rest);
        let list = rest.get(module.len()..).and_then(|rest| rest.strip_prefix(" import "));
        for item in list.map(listed).unwrap_or_default() {
            let name = path(item);
            let renamed = item.get(name.len()..).and_then(|rest| rest.strip_prefix(" as "));
            let local = renamed.map_or(name, path);
            if parents.contains(local) {
                let [local, module, name] = [local, module, name].map(str::to_owned);
                found.push(Import { local, module, name });
            }
        }
    }
    found
}

/// Whether a file holds no code of the running application: migrations have throw-away models.
pub fn is_elsewhere(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.split('/').rev().skip(1).any(|folder| {
        folder == "migrations" || folder.ends_with("_migrations")
    }) || path.contains("alembic/versions/")
        || name == "conftest.py"
        || name == "setup.py"
        || name.starts_with("test_")
        // In a package of models it is a model of some test: `models/connection_test.py`.
        || name.ends_with("_test.py") && !path.contains("/models/")
}

impl Package {
    /// The names that an import brings in which goes on behind the package's name: ` import transaction`,
    /// `.models import F, Q`. None for what is no such import; a string brings in nothing.
    fn brought<'t>(&self, text: &'t str, end: usize) -> Option<Vec<&'t str>> {
        let rest = text.get(end..).unwrap_or_default();
        let list = rest.get(path(rest).len()..).and_then(|rest| rest.strip_prefix(" import "));
        let Some(list) = list else {
            // `"django.db.backends.postgresql"`
            let before = text.get(..end - self.name.len()).unwrap_or_default();
            return before.ends_with(['"', '\'']).then(Vec::new);
        };
        let name = |item| if item == "*" { item } else { path(item) };
        Some(listed(list).into_iter().map(name).collect())
    }

    /// Whether a name of the module that follows the package's name only serves to ask for rows.
    fn uses(&self, rest: &str, name: &str) -> bool {
        (self.only_asks)(path(rest), name)
    }
}

/// Whether a name may be that of a field of a model.
fn is_field(name: &str) -> bool {
    ["Field", "Key"].iter().any(|end| name.ends_with(end))
}

/// The items of a list of imported names.
fn listed(list: &str) -> Vec<&str> {
    let list = near(list);
    let list = match list.strip_prefix('(') {
        Some(list) => list.split(')').next(),
        None => list.lines().next(),
    };
    let items = list.unwrap_or_default().split(',').map(str::trim);
    items.filter(|item| !item.is_empty()).collect()
}

/// The name of a class and its parents, from where its name begins.
fn class(head: &str) -> (&str, Vec<&str>) {
    let head = near(head);
    let name = path(head);
    let list = head.get(name.len()..).and_then(|rest| rest.strip_prefix('('));
    let list = list.and_then(|list| list.split(')').next()).unwrap_or_default();
    // What a generic parent is of is none: `DataLoader[str, User]`
    let mut depth = 0_usize;
    let parents = list.split(|c| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    let parents = parents.map(|parent| path(parent.trim()));
    (name, parents.filter(|parent| !parent.is_empty()).collect())
}

/// What a list is looked for in.
fn near(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_LIST)).unwrap_or(text)
}

/// Whether a word goes on.
fn is_longer(rest: &str) -> bool {
    rest.starts_with(|c: char| c == '_' || c.is_alphanumeric())
}

/// Whether a byte stands in the line that begins a function.
fn is_head(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    line.starts_with("def ") || line.starts_with("async def ")
}

fn path(text: &str) -> &str {
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::hints;

    #[test]
    fn what_defines_a_model_or_what_filters_it_is_parsed() {
        for text in [
            "from django.db import models",
            "from django.db.models import (\n    F,\n    Manager,\n)",
            "from django.db.models.signals import post_save",
            "class People(\n    Kept,\n    models.QuerySet,\n):",
            "class Shop(apps.AppConfig):",
            "from django.db.models import CharField\nclass Shop(Dated):\n    name = CharField()",
            "class Shop(Dated):\n    objects = OpenManager()",
            "class Case(models.Model): ...\nclass Listed(TestCase): ...",
            "from sqlalchemy import Column, select",
            "People = Kept.from_queryset(PeopleQuery)",
        ] {
            assert!(hints("shop/code.py", text).marked, "{text}");
        }
        for text in [
            "from django.db import transaction",
            "from django.db.models import F, IntegerField, QuerySet",
            "from django.db.models.functions import Lower",
            "def listed(people: QuerySet[Person], manager: PluginsManager): ...",
            "from sqlalchemy import select, func as f",
            "from sqlalchemy.orm import Session, joinedload",
            "from django.db import models\nclass Listed(TestCase): ...",
        ] {
            assert!(!hints("shop/code.py", text).marked, "{text}");
        }
    }

    #[test]
    fn parents_go_with_the_modules_that_they_come_from() {
        let text = "from .mixins import (\n    Owned as Kept,\n    Other,\n)\nclass Person(Kept, Query[Other]):\n    class Meta(Kept.Meta): ...";
        let hints = hints("shop/code.py", text);
        assert_eq!(hints.defines, [("Person".to_owned(), vec!["Kept".into(), "Query".into()])]);
        let [import] = hints.imports.as_slice() else { panic!("{:?}", hints.imports) };
        assert_eq!([&*import.local, &*import.module, &*import.name], ["Kept", ".mixins", "Owned"]);
    }
}
