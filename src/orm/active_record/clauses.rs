//! Queries of Ruby code that join tables or hold SQL of their own.

use super::{
    access,
    consumer::subject::{Classes, Subject},
    model::Shared,
};
use crate::{
    app::{
        Model,
        clause::{Clause, Part},
    },
    expr::{Call, Expr, Kind, Word},
    facts::{FileFacts, Take},
    source::{Language, Place},
    sql, syntax,
};

/// How many calls of a chain are followed.
const MAX_CALLS: usize = 30;

/// Every such part of the Ruby files.
pub fn all(files: &[FileFacts], shared: &Shared, models: &[Model]) -> Vec<Clause> {
    let classes = Classes::new(shared, models);
    let takes = files.iter().flat_map(|facts| &facts.takes);
    takes
        .filter(|take| take.word.fact == "clause")
        .flat_map(|take| clauses(&classes, take))
        .collect()
}

/// Whether a call may be such a part: it joins, or is given what may be SQL.
pub fn matters(word: &Word, expr: &Expr) -> bool {
    let joins = matches!(word.get("of"), Some("distinct" | "eager" | "join"));
    joins
        || expr.call().is_some_and(|call| {
            call.arguments.iter().any(|argument| match &argument.kind {
                Kind::Name(_) => true,
                Kind::Text(text) => is_sql(text) || word.get("of") == Some("order"),
                Kind::Template(_) | Kind::Call(_) | Kind::List(_) => true,
                _ => false,
            })
        })
}

fn clauses(classes: &Classes, take: &Take) -> Vec<Clause> {
    let named = take.word.get("of").unwrap_or_default();
    let (Some(part), Some(call)) = (Part::named(named), take.expr.call()) else {
        return Vec::new();
    };
    let subject = match part {
        Part::Statement => Some(Subject::nothing()),
        _ => classes.receiver(take, call),
    };
    let Some(subject) = subject else { return Vec::new() };
    let query = Query::of(classes, take, &subject);
    let everywhere = part == Part::Order && in_default_scope(classes, take, &subject);
    let clause = |text: Option<&str>, place: Place| {
        let (alone, rest) = match (text, part) {
            (Some(text), Part::Order) => apart(text),
            (text, _) => (Vec::new(), text.unwrap_or_default().to_owned()),
        };
        Clause {
            of: part,
            models: subject.models.clone(),
            joined: query.joined.clone(),
            eager: query.eager,
            everywhere,
            alone,
            layers: sql::layers(&rest),
            confidence: subject.confidence,
            place,
        }
    };
    if part == Part::Distinct {
        return (!query.narrows).then(|| clause(None, take.place.clone())).into_iter().collect();
    }
    let mut found: Vec<Clause> = Vec::new();
    for argument in &call.arguments {
        let plain = classes.plain(take, argument);
        let may_be = |text: &String| part == Part::Order || is_sql(text);
        let Some(text) = text_of(plain).filter(may_be) else { continue };
        found.push(clause(Some(&text), Place { span: argument.span, ..take.place.clone() }));
    }
    if found.is_empty() && part == Part::Join {
        found.push(clause(None, take.place.clone()));
    }
    found
}

/// Whether a take stands in a default scope of its model.
fn in_default_scope(classes: &Classes, take: &Take, subject: &Subject) -> bool {
    subject.models.iter().any(|model| {
        classes.graph.members(model).iter().any(|located| {
            let member = &located.member;
            member.expr.means("scope", "kind") == Some("default")
                && member.place.file == take.place.file
                && member.expr.span.contains(&take.place.span)
        })
    })
}

/// What the calls of a chain make of its query.
#[derive(Default)]
struct Query {
    joined: Vec<String>,
    eager: bool,
    /// It gives single columns or numbers.
    narrows: bool,
}

impl Query {
    fn of(classes: &Classes, take: &Take, subject: &Subject) -> Query {
        let mut query = Query::default();
        let mut before = Vec::new();
        let mut next = Some(&take.expr);
        while let Some(call) = next.and_then(Expr::call).filter(|_| before.len() < MAX_CALLS) {
            before.push(call);
            next = call.receiver.as_ref();
        }
        let (mut included, mut refers) = (Vec::new(), false);
        let mut read = |name: &str, arguments: &[Expr], options: &[(String, Expr)]| {
            let words = syntax::words_of(Language::Ruby, name);
            let of =
                words.iter().find(|word| word.fact == "clause").and_then(|word| word.get("of"));
            let Some(of) = of else { return name == "includes" || name == "merge" };
            query.narrows |= of == "columns";
            // `includes(:user).where(users: { active: true })` refers to the table.
            refers |= options.iter().any(|(_, value)| matches!(value.kind, Kind::Map(_)));
            match (of, name) {
                ("eager", "references") => refers = true,
                ("join" | "eager", _) => {
                    query.eager |= of == "eager";
                    reach(classes, subject, arguments, options, &mut query.joined);
                }
                _ => {}
            }
            true
        };
        for call in before.iter().rev() {
            read(&call.name, &call.arguments, &call.options);
            if call.name == "includes" {
                reach(classes, subject, &call.arguments, &call.options, &mut included);
            }
        }
        for (name, arguments) in &take.then {
            if !read(name, arguments, &[]) {
                break;
            }
            if name == "includes" {
                reach(classes, subject, arguments, &[], &mut included);
            }
        }
        if refers {
            query.eager = true;
            query.joined.extend(included);
        }
        query.joined.dedup();
        query
    }
}

/// The tables that `joins(:user, posts: :comments)` and `joins("JOIN users ON …")` add.
fn reach(
    classes: &Classes,
    subject: &Subject,
    arguments: &[Expr],
    options: &[(String, Expr)],
    tables: &mut Vec<String>,
) {
    for model in &subject.models {
        for argument in arguments {
            through(classes, model, argument, tables);
        }
        for (name, inner) in options {
            step(classes, model, name, Some(inner), tables);
        }
    }
}

fn through(classes: &Classes, model: &str, expr: &Expr, tables: &mut Vec<String>) {
    match &expr.kind {
        Kind::Symbol(name) => step(classes, model, name, None, tables),
        Kind::List(parts) => parts.iter().for_each(|part| through(classes, model, part, tables)),
        Kind::Map(pairs) => {
            for (key, inner) in pairs {
                if let Some(name) = key.text() {
                    step(classes, model, name, Some(inner), tables);
                }
            }
        }
        _ => {
            let layers = text_of(expr).filter(|text| is_sql(text)).map(|text| sql::layers(&text));
            let named = layers.into_iter().flatten().take(1).flat_map(|layer| layer.tables);
            tables.extend(named.map(|(table, _)| table));
        }
    }
}

fn step(
    classes: &Classes,
    model: &str,
    name: &str,
    inner: Option<&Expr>,
    tables: &mut Vec<String>,
) {
    let Some(target) = classes.associated(model, name) else { return };
    tables.extend(classes.model(&target).and_then(|model| model.table.clone()));
    if let Some(inner) = inner {
        through(classes, &target, inner, tables);
    }
}

/// The SQL that an argument is: `"status = ?"`, `Arel.sql("lower(status)")`, `["status = ?", 1]`.
fn text_of(expr: &Expr) -> Option<String> {
    match &expr.kind {
        Kind::Call(call) if is_literal(call) => text_of(call.arguments.first()?),
        _ => access::written(expr),
    }
}

/// `Arel.sql("…")`
fn is_literal(call: &Call) -> bool {
    call.name == "sql" && call.receiver.as_ref().and_then(Expr::name) == Some("Arel")
}

/// Whether a text is more than the name of a column, which Active Record qualifies by itself.
pub fn is_sql(text: &str) -> bool {
    text.contains(|c: char| !(c.is_alphanumeric() || c == '_'))
}

/// The columns that stand alone in an order, and the rest of it.
fn apart(text: &str) -> (Vec<String>, String) {
    let mut rest = Vec::new();
    let mut alone = Vec::new();
    if text.contains('(') {
        return (alone, text.to_owned());
    }
    for item in text.split(',') {
        let mut words = item.split_whitespace();
        let name = words.next().unwrap_or_default();
        let directed = words.all(|word| {
            ["asc", "desc", "nulls", "first", "last"].iter().any(|it| word.eq_ignore_ascii_case(it))
        });
        match directed && !is_sql(name) {
            true => alone.push(name.to_lowercase()),
            false => rest.push(item),
        }
    }
    (alone, rest.join(","))
}
