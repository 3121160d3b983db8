//! Names that are computed from a class's name: `cls.__name__.lower()`.

use crate::{
    expr::{Call, Expr, Kind},
    modules::{Modules, Symbol},
};

/// How many steps are followed from an expression to its text.
const MAX_STEPS: usize = 12;

/// The text of an expression in a module; `class` is the name of the class that asks.
pub fn text(modules: &Modules, module: usize, expr: &Expr, class: &str) -> Option<String> {
    evaluate(modules, module, expr, class, MAX_STEPS)
}

fn evaluate(
    modules: &Modules,
    module: usize,
    expr: &Expr,
    class: &str,
    steps: usize,
) -> Option<String> {
    let steps = steps.checked_sub(1)?;
    let inner = |part: &Expr| evaluate(modules, module, part, class, steps);
    match &expr.kind {
        Kind::Text(text) => Some(text.clone()),
        Kind::Template(parts) => parts.iter().map(inner).collect(),
        Kind::Binary(left, operator, right) if operator == "+" => {
            Some(inner(left)? + &inner(right)?)
        }
        Kind::Call(call) if call.called => called(modules, module, call, class, steps),
        Kind::Call(call) if call.name == "__name__" => Some(class.to_owned()),
        _ => match modules.resolve(module, expr) {
            Symbol::Value(home, value) => evaluate(modules, home, value, class, steps),
            _ => None,
        },
    }
}

fn called(
    modules: &Modules,
    module: usize,
    call: &Call,
    class: &str,
    steps: usize,
) -> Option<String> {
    let inner = |part: &Expr| evaluate(modules, module, part, class, steps);
    match (call.name.as_str(), call.arguments.as_slice(), &call.receiver) {
        ("lower", [], Some(of)) => Some(inner(of)?.to_lowercase()),
        ("capitalize" | "title", [], Some(of)) => {
            let word = inner(of)?;
            // Other words of a title begin with capitals, too.
            let is_word = word.chars().all(char::is_alphanumeric);
            let mut letters = word.chars();
            let first = letters.next().filter(|_| is_word)?;
            Some(first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
        }
        ("upper", [], Some(of)) => Some(inner(of)?.to_uppercase()),
        ("str", [of], None) => inner(of),
        // `re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__)`
        ("sub", [pattern, with, of], Some(_)) => {
            substitute(&inner(pattern)?, &inner(with)?, &inner(of)?)
        }
        // `PATTERN.sub("_", cls.__name__)`
        ("sub", [with, of], Some(pattern)) => {
            let Symbol::Value(home, value) = modules.resolve(module, pattern) else { return None };
            let pattern = evaluate(modules, home, value.call()?.arguments.first()?, class, steps)?;
            substitute(&pattern, &inner(with)?, &inner(of)?)
        }
        _ => None,
    }
}

/// What the usual patterns for words in a name do; `None` for any other pattern.
fn substitute(pattern: &str, with: &str, of: &str) -> Option<String> {
    if !matches!(pattern, "(?<!^)(?=[A-Z])" | "(?!^)(?=[A-Z])" | "(?!^)([A-Z])")
        || !matches!(with, "_" | r"_\1")
    {
        return None;
    }
    let mut name = String::new();
    for (at, letter) in of.char_indices() {
        if at > 0 && letter.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(letter);
    }
    Some(name)
}

/// `HTTPResponseCode` as `http_response_code`, as Flask-SQLAlchemy does it.
pub fn snake_case(class: &str) -> String {
    let letters: Vec<char> = class.chars().collect();
    let mut name = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let begins = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() && *before != '_'
                    || before.is_ascii_uppercase()
                        && after.is_some_and(|after| after.is_ascii_lowercase())
            });
        if begins {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn a_class_gives_its_table_the_name_that_flask_sqlalchemy_gives_it() {
        assert_eq!(snake_case("HTTPResponseCode"), "http_response_code");
        assert_eq!(snake_case("UserPost"), "user_post");
        assert_eq!(snake_case("User2FA"), "user2_fa");
    }
}
