//! Which Python files are worth parsing: a look at their bytes.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::orm::Hints;

/// Words that make a file worth parsing wherever it stands.
const MARKERS: &[&str] = &[
    "models.Model",
    DATABASE,
    MANAGER,
    "QuerySet",
    "Queryset",
    "AppConfig",
    "INSTALLED_APPS",
    "AUTH_USER_MODEL",
    "sqlalchemy",
    "sqlmodel",
    "SQLModel",
    "db.Model",
    "__tablename__",
    "peewee",
    "tortoise",
    "pony.orm",
    "mongoengine",
];

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

/// The package that models come from, and much that uses them.
const DATABASE: &str = "django.db";

/// What is imported from [`DATABASE`] by code that only uses models.
const USED: &[&str] = &[
    "Avg",
    "Case",
    "Count",
    "DatabaseError",
    "Exists",
    "ExpressionWrapper",
    "F",
    "IntegrityError",
    "Max",
    "Min",
    "OperationalError",
    "OuterRef",
    "Prefetch",
    "ProgrammingError",
    "Q",
    "Subquery",
    "Sum",
    "Value",
    "When",
    "connection",
    "connections",
    "transaction",
];

/// The end of the names of managers, which are made or inherited from where models are defined, and of
/// many other things.
const MANAGER: &str = "Manager";

/// Words that take what they are given in the head of a function, and give it in a call.
const SPREADS: &[&str] = &["(**", ", **"];

static WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(MARKERS.iter().chain(GATES).chain(CONSUMERS)).ok());

/// Looks at a file.
pub fn hints(file: &str, text: &str) -> Hints {
    let mut hints = Hints::default();
    match WORDS.as_ref() {
        Some(words) => {
            for found in words.find_iter(text) {
                match found.pattern().as_usize() {
                    at if at < MARKERS.len() => {
                        let rest = text.get(found.end()..).unwrap_or_default();
                        hints.marked |= match MARKERS.get(at) {
                            Some(&DATABASE) => !is_used(rest),
                            Some(&MANAGER) => rest.starts_with(['(', ')', ',', '.']),
                            _ => true,
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
                        let longer = word == Some(&META)
                            && rest.starts_with(|c: char| c == '_' || c.is_alphanumeric());
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
    for line in text.lines() {
        let inner = line.trim_start();
        if let Some(rest) = inner.strip_prefix("class ") {
            let name = path(rest);
            let after = rest.get(name.len()..).unwrap_or_default();
            let parents = after.strip_prefix('(').map(|list| {
                let list = list.split(')').next().unwrap_or_default();
                list.split(',')
                    .map(|parent| path(parent.trim()))
                    .filter(|parent| !parent.is_empty())
            });
            let parents = parents.into_iter().flatten().map(str::to_owned).collect();
            hints.defines.push((name.to_owned(), parents));
        } else if let Some(rest) = line.strip_prefix("def ") {
            hints.defines.push((path(rest).to_owned(), Vec::new()));
        }
    }
    hints
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

/// Whether what follows [`DATABASE`] only brings in what uses models: ` import transaction`,
/// `.models import F, Q`, `.models.functions import Lower`.
fn is_used(rest: &str) -> bool {
    if [".models.functions", ".transaction", ".utils"].iter().any(|it| rest.starts_with(it)) {
        return true;
    }
    let names = rest.strip_prefix(".models").unwrap_or(rest).strip_prefix(" import ");
    let Some(names) = names else { return false };
    let list = match names.strip_prefix('(') {
        Some(list) => list.split(')').next(),
        None => names.lines().next(),
    };
    let mut names = list.unwrap_or_default().split(',').map(str::trim).filter(|it| !it.is_empty());
    names.all(|name| USED.contains(&path(name)))
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
