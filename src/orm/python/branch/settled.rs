//! Expressions with what their names stand for: constants of modules, settings.

use crate::{
    expr::{Expr, Kind},
    modules::{Modules, Symbol},
    orm::python::setting,
};

/// How deep settings and constants are looked for in an expression.
const MAX_DEPTH: usize = 40;

/// An expression with its constants and settings as values, where they are known.
pub(super) fn settle(modules: &Modules, module: usize, expr: &Expr, depth: usize) -> Expr {
    if depth > MAX_DEPTH {
        return expr.clone();
    }
    let inner = |part: &Expr| settle(modules, module, part, depth + 1);
    let kind = match &expr.kind {
        Kind::Name(_) => match modules.resolve(module, expr) {
            Symbol::Value(home, value) if is_plain(value) => {
                return Expr { span: expr.span, ..settle(modules, home, value, depth + 1) };
            }
            _ => return expr.clone(),
        },
        Kind::Call(call) => {
            let known = setting::value(modules, expr);
            if let Some(value) = known.or_else(|| setting::member(modules, module, expr)) {
                return Expr { span: expr.span, ..value };
            }
            if !call.called {
                return match modules.resolve(module, expr) {
                    Symbol::Value(home, value) if is_plain(value) => {
                        Expr { span: expr.span, ..settle(modules, home, value, depth + 1) }
                    }
                    _ => expr.clone(),
                };
            }
            // `"{}__isnull".format(field)`
            if let ("format", Some(Kind::Text(text)), [of]) =
                (call.name.as_str(), call.receiver.as_ref().map(|it| &it.kind), &*call.arguments)
                && let (Some(of), 1) = (inner(of).text(), text.matches('{').count())
            {
                let kind = Kind::Text(text.replacen("{}", of, 1));
                return Expr { kind, span: expr.span, means: expr.means.clone() };
            }
            let mut settled = call.as_ref().clone();
            settled.arguments = call.arguments.iter().map(inner).collect();
            settled.options =
                call.options.iter().map(|(name, value)| (name.clone(), inner(value))).collect();
            Kind::Call(Box::new(settled))
        }
        Kind::Binary(left, op, right) => {
            let (left, right) = (inner(left), inner(right));
            match (op.as_str(), left.text(), right.text(), &left.kind, &right.kind) {
                ("+", Some(a), Some(b), ..) => Kind::Text(format!("{a}{b}")),
                // `"%s__isnull" % field`
                ("%", Some(a), Some(b), ..) if a.matches('%').count() == 1 => {
                    Kind::Text(a.replacen("%s", b, 1))
                }
                ("is" | "==", _, _, Kind::Null, Kind::Null) => Kind::Bool(true),
                ("is not" | "!=", _, _, Kind::Null, Kind::Null) => Kind::Bool(false),
                ("is" | "==", _, _, literal, Kind::Null) if is_constant(literal) => {
                    Kind::Bool(false)
                }
                ("is not" | "!=", _, _, literal, Kind::Null) if is_constant(literal) => {
                    Kind::Bool(true)
                }
                ("&&", _, _, Kind::Bool(false), _) | ("&&", _, _, _, Kind::Bool(false)) => {
                    Kind::Bool(false)
                }
                ("&&", _, _, Kind::Bool(true), _) => right.kind,
                ("&&", _, _, _, Kind::Bool(true)) => left.kind,
                ("||", _, _, Kind::Bool(true), _) | ("||", _, _, _, Kind::Bool(true)) => {
                    Kind::Bool(true)
                }
                _ => {
                    return Expr {
                        kind: Kind::Binary(Box::new(left), op.clone(), Box::new(right)),
                        span: expr.span,
                        means: expr.means.clone(),
                    };
                }
            }
        }
        Kind::Not(of) => match inner(of) {
            Expr { kind: Kind::Bool(value), .. } => Kind::Bool(!value),
            of => Kind::Not(Box::new(of)),
        },
        Kind::Template(parts) => {
            let parts: Vec<Expr> = parts.iter().map(inner).collect();
            match parts.iter().map(Expr::text).collect::<Option<String>>() {
                Some(text) => Kind::Text(text),
                None => Kind::Template(parts),
            }
        }
        Kind::List(parts) => Kind::List(parts.iter().map(inner).collect()),
        Kind::Map(pairs) => {
            Kind::Map(pairs.iter().map(|(key, value)| (inner(key), inner(value))).collect())
        }
        Kind::Splat(of) => Kind::Splat(Box::new(inner(of))),
        _ => return expr.clone(),
    };
    Expr { kind, span: expr.span, means: expr.means.clone() }
}

/// Whether it is written out and not NULL.
fn is_constant(kind: &Kind) -> bool {
    matches!(kind, Kind::Text(_) | Kind::Bool(_) | Kind::Number(_) | Kind::List(_) | Kind::Map(_))
}

/// Whether the value of a name may stand in its place.
fn is_plain(value: &Expr) -> bool {
    match &value.kind {
        Kind::Text(_) | Kind::Bool(_) | Kind::Number(_) | Kind::Null => true,
        Kind::List(parts) => parts.iter().all(is_plain),
        Kind::Map(pairs) => pairs.iter().all(|(key, value)| is_plain(key) && is_plain(value)),
        Kind::Binary(..) | Kind::Not(_) | Kind::Template(_) => true,
        Kind::Call(call) => call.called && matches!(call.name.as_str(), "Q" | "getattr"),
        _ => false,
    }
}
