//! Facts into an application: one call of each linking step.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use rayon::prelude::*;

use crate::{
    app::{self, App, Model},
    expr::{Expr, Kind, Word},
    facts::{FileFacts, Library},
    link::Graph,
    modules::Modules,
    orm::{
        ACTIVE_RECORD,
        active_record::{
            access as ruby_access, clauses, consumer as ruby_consumer, defaults, gems,
            inflection::Inflections,
            model::{self, Shared},
            naming::Namer,
            reserved, sites,
        },
        bookshelf, django, drizzle, last, lucid, mikro, mongoengine, mongoose, objection, peewee,
        pony, prisma,
        python::{self, callbacks, consumer, relations},
        script, sequelize, sqlalchemy, tortoise, typeorm, waterline,
    },
    scan::Schema,
    source::Language,
    syntax,
};

/// An application of which the models are known, and nothing of the code around them.
pub struct Models {
    app: App,
    /// How many of the models are Ruby's, which come first.
    ruby: usize,
    /// How many are Ruby's or Python's.
    python: usize,
}

/// Links the models. `paths` are all files of the repository; `bases` are further classes that count as
/// models' roots.
pub fn models(files: &[FileFacts], paths: &[Arc<str>], bases: &[String]) -> Models {
    let mut app = active_record(files, bases);
    let ruby = app.models.len();
    python(&python_modules(files, paths), paths, &mut app);
    let python = app.models.len();
    scripts(files, &mut app);
    Models { app, ruby, python }
}

impl Models {
    /// Adds the database.
    pub fn stored_in(&mut self, schema: Schema) {
        let app = &mut self.app;
        app.tables = schema.tables;
        app.objects = schema.objects;
        app.table_names = schema.table_names;
        app.dialect = gems::database(&app.libraries)
            .or_else(|| app::dialect::dialect(&app.tables, &app.objects));
    }

    /// What is known by now.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Links what is declared around the models, classes that list columns and callbacks, and nothing
    /// that takes rows.
    pub fn alone(self, files: &[FileFacts], paths: &[Arc<str>]) -> App {
        self.surrounded(&python_modules(files, paths), &script_modules(files))
    }

    /// … and what takes the rows of the models, from the facts of all files.
    pub fn consumed(mut self, files: &[FileFacts], paths: &[Arc<str>], bases: &[String]) -> App {
        let (python, scripts) = (python_modules(files, paths), script_modules(files));
        consumed_by_ruby(files, bases, self.ruby, &mut self.app);
        consumed_by_python(&python, &mut self.app);
        consumed_by_scripts(&scripts, self.python, &mut self.app);
        self.surrounded(&python, &scripts)
    }

    fn surrounded(mut self, python: &Modules, scripts: &Modules) -> App {
        let app = &mut self.app;
        app.surfaces.extend(consumer::surfaces(python));
        callbacks::add(python, app);
        let found = app.models.get_mut(self.python..).unwrap_or_default();
        app.callbacks.extend(script::callbacks::add(scripts, found));
        app.models.sort_by(|a, b| a.name.cmp(&b.name));
        self.app
    }
}

/// The modules of Python, which its ORMs share.
fn python_modules<'f>(files: &'f [FileFacts], paths: &[Arc<str>]) -> Modules<'f> {
    let packages: HashSet<String> = paths
        .iter()
        .filter_map(|path| path.strip_suffix("__init__.py"))
        .map(|folder| folder.trim_end_matches('/').to_owned())
        .collect();
    Modules::new(files, &[Language::Python], packages, python::LIBRARIES)
}

/// The modules of JavaScript and TypeScript.
fn script_modules(files: &[FileFacts]) -> Modules<'_> {
    const LANGUAGES: &[Language] = &[Language::JavaScript, Language::TypeScript, Language::Tsx];
    Modules::new(files, LANGUAGES, HashSet::new(), &[])
}

/// Links the ORMs of Python.
fn python(modules: &Modules, paths: &[Arc<str>], app: &mut App) {
    let before = app.models.len();
    let linked = sqlalchemy::link(modules);
    app.models.extend(linked.models);
    app.notes.extend(linked.notes);
    let linked = django::link::models(modules, paths.iter().map(|path| path.as_ref()));
    app.models.extend(linked.models);
    app.notes.extend(linked.notes);
    for models in [peewee::models, tortoise::models, pony::models, mongoengine::models] {
        app.models.extend(models(modules));
    }
    let classes: HashMap<String, usize> =
        modules.classes().map(|(at, _)| (modules.qualified(at), at)).collect();
    let mut passed_on = passed_on(modules, app.models.iter().skip(before));
    for model in app.models.iter_mut().skip(before) {
        if let Some(class) = classes.get(&model.qualified) {
            model.lineage = modules.ancestry(*class);
            model.passed_on_by = passed_on.remove(class).unwrap_or_default();
        }
    }
    relations::add(modules, app);
}

/// The modules that pass on the classes of models, by class.
fn passed_on<'m>(
    modules: &Modules,
    models: impl Iterator<Item = &'m Model>,
) -> HashMap<usize, Vec<String>> {
    let names = models.map(|model| last(&model.name)).collect();
    let mut by_class: HashMap<usize, Vec<String>> = HashMap::new();
    for (at, class) in modules.passed_on(&names) {
        by_class.entry(class).or_default().push(modules.dotted(at));
    }
    by_class
}

/// Links the code of Python around the models.
fn consumed_by_python(modules: &Modules, app: &mut App) {
    let found = consumer::all(modules);
    app.consumers.extend(found.consumers);
    app.accesses.extend(found.accesses);
    app.namings.extend(found.namings);
    app.clauses.extend(found.clauses);
}

/// Links the ORMs of JavaScript and TypeScript.
fn scripts(files: &[FileFacts], app: &mut App) {
    let modules = script_modules(files);
    let orms = [
        sequelize::models,
        typeorm::models,
        objection::models,
        bookshelf::models,
        lucid::models,
        mikro::models,
        mongoose::models,
        drizzle::models,
        waterline::models,
    ];
    app.snake_names = objection::maps_names(&modules);
    let mut found = prisma::models(files, &modules);
    found.extend(orms.iter().flat_map(|models| models(&modules)));
    script::fields::settle(files, &mut found);
    script::relations::add(&modules, &mut found);
    app.models.extend(found);
}

/// Links the code of JavaScript and TypeScript around the models, of which theirs are the last.
fn consumed_by_scripts(modules: &Modules, others: usize, app: &mut App) {
    let found = app.models.get_mut(others..).unwrap_or_default();
    let taken = script::consumer::all(modules, found);
    app.consumers.extend(taken.consumers);
    app.accesses.extend(taken.accesses);
    app.namings.extend(taken.namings);
    app.clauses.extend(taken.clauses);
    app.syncs = script::sync::all(modules);
    for (model, query) in taken.queries {
        if let Some(model) = found.get_mut(model) {
            model.queries.push(query);
        }
    }
}

/// What all of Ruby's linking goes by.
fn with_ruby<T>(files: &[FileFacts], bases: &[String], link: impl FnOnce(&Shared) -> T) -> T {
    let graph = Graph::new(&ACTIVE_RECORD, files, bases);
    let inflections = inflections(files);
    let settings: Vec<_> = files.iter().flat_map(|facts| facts.settings.clone()).collect();
    let libraries = libraries(files);
    let namer = Namer::new(&graph, &inflections, &settings);
    // Without a model, Ruby's words need not be compiled.
    let mut everywhere: Vec<&'static Word> = match graph.names().any(|name| graph.is_model(name)) {
        true => syntax::ruby_words().filter(|word| word.get("everywhere").is_some()).collect(),
        false => Vec::new(),
    };
    // A hash has no order of its own.
    everywhere.sort_by_key(|word| word.get("gem"));
    link(&Shared {
        graph: &graph,
        inflections: &inflections,
        namer: &namer,
        libraries: &libraries,
        settings: &settings,
        everywhere: &everywhere,
    })
}

fn active_record(files: &[FileFacts], bases: &[String]) -> App {
    with_ruby(files, bases, |shared| {
        let graph = shared.graph;
        let names: Vec<_> = graph.names().filter(|name| graph.is_model(name)).collect();
        let models = names.par_iter().with_max_len(8);
        let models: Vec<_> = models.filter_map(|name| model::read(name, shared)).collect();
        let version = reserved::release(shared.libraries);
        let bundles = |gem: &str| shared.libraries.iter().any(|library| library.name == gem);
        let computed = models.iter().filter(|model| model.table.is_none() && !model.is_abstract);
        let notes = computed.map(|model| {
            format!(
                "the table of `{}` is computed at run time; what happens to it is not known",
                model.name
            )
        });
        App {
            reserved: reserved::names(version, &bundles),
            notes: notes.collect(),
            models,
            // Since 7.0 an INSERT names every column.
            partial_inserts: defaults::is_on(
                shared.settings,
                &["partial_inserts", "partial_writes"],
                ((7, 0), false),
                version,
            ),
            // `belongs_to_required_validates_foreign_key` is off with the defaults of 7.1.
            keys_asked_on_change: version.is_some_and(|version| version >= (7, 1)),
            libraries: shared.libraries.to_vec(),
            version,
            ..App::default()
        }
    })
}

/// Links the code of Ruby around the models, of which its own are the first.
fn consumed_by_ruby(files: &[FileFacts], bases: &[String], own: usize, app: &mut App) {
    with_ruby(files, bases, |shared| {
        let models = app.models.get(..own).unwrap_or_default();
        app.gates = sites::gates(files, shared.graph, models, shared.inflections);
        app.consumers = ruby_consumer::all(files, shared, models);
        app.accesses = ruby_access::all(files, shared, models);
        app.namings = ruby_access::namings(files, shared, models);
        app.clauses = clauses::all(files, shared, models);
    });
}

/// English, and what the application adds to it.
fn inflections(files: &[FileFacts]) -> Inflections {
    let mut inflections = Inflections::english();
    for (word, expr) in files.iter().flat_map(|facts| &facts.inflections) {
        let Some(call) = expr.call() else { continue };
        let texts: Vec<_> = call.arguments.iter().map(Expr::text).collect();
        match (word.get("rule"), texts.as_slice(), call.arguments.as_slice()) {
            (Some("irregular"), [Some(singular), Some(plural)], _) => {
                inflections.irregular(singular, plural);
            }
            (Some("uncountable"), _, arguments) => {
                for word in arguments.iter().flat_map(Expr::texts) {
                    inflections.uncountable(word);
                }
            }
            (Some("acronym"), [Some(word)], _) => inflections.acronym(word),
            (Some(rule @ ("plural" | "singular")), [_, Some(replacement)], [pattern, _]) => {
                let (source, ignore_case) = match &pattern.kind {
                    Kind::Other(text) => match regexp(text) {
                        Some(found) => found,
                        None => continue,
                    },
                    _ => {
                        match (rule, pattern.text()) {
                            ("plural", Some(text)) => inflections.plural_text(text, replacement),
                            (_, Some(text)) => inflections.singular_text(text, replacement),
                            _ => {}
                        }
                        continue;
                    }
                };
                // A regular expression that cannot be read leaves the language as it is.
                match rule {
                    "plural" => inflections.plural(&source, ignore_case, replacement),
                    _ => inflections.singular(&source, ignore_case, replacement),
                };
            }
            _ => {}
        }
    }
    inflections
}

/// The source of a literal `/…/i` and whether case matters.
fn regexp(text: &str) -> Option<(String, bool)> {
    let inner = text.strip_prefix('/')?;
    let (source, flags) = inner.rsplit_once('/')?;
    Some((source.to_owned(), flags.contains('i')))
}

/// The libraries, those with a version first.
fn libraries(files: &[FileFacts]) -> Vec<Library> {
    let mut libraries: Vec<_> = files.iter().flat_map(|facts| facts.libraries.clone()).collect();
    libraries.sort_by(|a, b| {
        (&a.name, a.version.is_none(), &a.place).cmp(&(&b.name, b.version.is_none(), &b.place))
    });
    libraries.dedup_by(|later, first| later.name == first.name);
    libraries
}
