//! Routes whose answer or body is a table class: FastAPI with SQLModel.

use super::{Classes, Function, of_function};
use crate::{
    app::{Consumer, Reach, Taken},
    expr::{Expr, Kind},
    finding::Confidence,
};

/// The option of a route that names what it answers with.
const RESPONSE: &str = "response_model";

/// Finds what a function answers with and takes, if it is a route.
pub fn read(classes: &Classes, function: &Function, found: &mut Vec<Consumer>) {
    let module = function.module;
    let modules = classes.modules;
    for decorator in function.decorators {
        let Some(word) = classes.word(module, decorator, "route") else { continue };
        let Some(call) = decorator.call() else { continue };
        let named = word.get_all("list").any(|name| call.option(name).is_some());
        let except = word.get_all("except").find_map(|name| call.option(name));
        let except = except.map_or(Some(Vec::new()), |value| classes.texts(module, value));
        let answer = call.option(RESPONSE).or(function.def.returns.as_ref());
        let taken = |except| Taken {
            except,
            masks: Vec::new(),
            reach: Reach::Outside,
            confidence: Confidence::Certain,
        };
        if let (Some(answer), Some(except), false) = (answer, except, named) {
            for class in tables(classes, module, answer) {
                let place = modules.place(module, answer.span);
                let says = "answers with the table class, and so with every column";
                let models = vec![modules.qualified(class)];
                let mut consumer = of_function(classes, function, models, place, says);
                consumer.what = "route";
                consumer.shows = Some(taken(except.clone()));
                found.push(consumer);
            }
        }
        for (_, of) in &function.def.types {
            for class in tables(classes, module, of) {
                let place = modules.place(module, of.span);
                let says = "takes the table class as its body, and so every column";
                let models = vec![modules.qualified(class)];
                let mut consumer = of_function(classes, function, models, place, says);
                consumer.what = "route";
                consumer.writes = Some(taken(Vec::new()));
                found.push(consumer);
            }
        }
    }
}

/// The table classes of SQLModel in a type: `list[Article]`, `Article | None`.
fn tables(classes: &Classes, module: usize, of: &Expr) -> Vec<usize> {
    match &of.kind {
        Kind::Index(_, inner) => {
            inner.iter().flat_map(|part| tables(classes, module, part)).collect()
        }
        Kind::Binary(left, _, right) => {
            let mut all = tables(classes, module, left);
            all.extend(tables(classes, module, right));
            all
        }
        _ => {
            let class = classes.class_named(module, of);
            class.into_iter().filter(|class| is_table(classes, *class)).collect()
        }
    }
}

/// `class Article(SQLModel, table=True)`
fn is_table(classes: &Classes, class: usize) -> bool {
    let options = &classes.modules.class(class).body.options;
    options.iter().any(|(name, value)| name == "table" && value.kind == Kind::Bool(true))
        && classes.descends_from(class, "sqlmodel")
}
