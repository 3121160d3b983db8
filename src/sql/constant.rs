//! Reads SQL expressions that do not depend on a row.

use sqlparser::ast::{
    BinaryOperator, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    UnaryOperator, Value as SqlValue,
};

use super::name_of;
use crate::predicate::Literal;

/// What an expression that names no column stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Constant {
    Null,
    Literal(Literal),
    /// Something computed that is never NULL, as written.
    NotNull(String),
    /// Something computed that may be NULL, or that depends on a row.
    Other(String),
}

/// Functions that never yield NULL, whatever they are given.
pub(super) const NEVER_NULL: [&str; 38] = [
    "clock_timestamp",
    "curdate",
    "current_date",
    "current_role",
    "current_time",
    "current_timestamp",
    "current_user",
    "curtime",
    "gen_random_bytes",
    "gen_random_uuid",
    "getdate",
    "getutcdate",
    "json_array",
    "json_build_array",
    "json_build_object",
    "json_object",
    "jsonb_build_array",
    "jsonb_build_object",
    "localtime",
    "localtimestamp",
    "newid",
    "newsequentialid",
    "nextval",
    "now",
    "rand",
    "random",
    "session_user",
    "statement_timestamp",
    "sysdate",
    "sysdatetime",
    "sysutcdatetime",
    "transaction_timestamp",
    "unix_timestamp",
    "utc_timestamp",
    "uuid",
    "uuid_generate_v1",
    "uuid_generate_v4",
    "uuidv7",
];

/// What an expression of a DEFAULT or of an UPDATE stands for.
pub(super) fn constant(expr: &Expr) -> Constant {
    let other = || Constant::Other(expr.to_string());
    let computed = || Constant::NotNull(expr.to_string());
    match bare(expr) {
        Expr::Value(value) => match &value.value {
            SqlValue::Null => Constant::Null,
            SqlValue::Boolean(value) => Constant::Literal(Literal::Bool(*value)),
            SqlValue::Number(number, _) => Constant::Literal(Literal::Number(number.clone())),
            SqlValue::Placeholder(_) => other(),
            // MySQL writes the values of BIT columns as `b'0'`.
            SqlValue::SingleQuotedByteStringLiteral(bits) if bits == "0" || bits == "1" => {
                Constant::Literal(Literal::Number(bits.clone()))
            }
            SqlValue::HexStringLiteral(_) | SqlValue::SingleQuotedByteStringLiteral(_) => {
                computed()
            }
            text => match text.clone().into_string() {
                Some(text) => Constant::Literal(Literal::Text(text)),
                None => computed(),
            },
        },
        Expr::TypedString(typed) => match typed.value.value.clone().into_string() {
            Some(text) => Constant::Literal(Literal::Text(text)),
            None => other(),
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr: inner } => match constant(inner) {
            Constant::Literal(Literal::Number(number)) => {
                Constant::Literal(Literal::Number(format!("-{number}")))
            }
            _ => other(),
        },
        Expr::UnaryOp { op: UnaryOperator::Plus, expr } => constant(expr),
        Expr::Prefixed { value, .. } => constant(value),
        Expr::Collate { expr, .. } => constant(expr),
        Expr::Cast { expr: inner, data_type, .. } => match constant(inner) {
            // `'now'::timestamp` is computed.
            Constant::Literal(Literal::Text(text)) if text.eq_ignore_ascii_case("now") => {
                computed()
            }
            Constant::Literal(literal) => Constant::Literal(converted(literal, data_type)),
            Constant::NotNull(_) => computed(),
            Constant::Null => Constant::Null,
            Constant::Other(_) => other(),
        },
        Expr::AtTimeZone { timestamp, .. } => match constant(timestamp) {
            Constant::Literal(_) | Constant::NotNull(_) => computed(),
            Constant::Null | Constant::Other(_) => other(),
        },
        Expr::Interval(_) | Expr::Array(_) => computed(),
        Expr::Function(function) => {
            let Some((name, arguments)) = call(function) else { return other() };
            let falls_back = matches!(name.as_str(), "coalesce" | "ifnull" | "nvl")
                && arguments.iter().any(|argument| {
                    matches!(constant(argument), Constant::Literal(_) | Constant::NotNull(_))
                });
            if falls_back || NEVER_NULL.binary_search(&name.as_str()).is_ok() {
                computed()
            } else {
                other()
            }
        }
        Expr::BinaryOp { left, op, right } if is_arithmetic(op) => {
            let mut pending = vec![left.as_ref(), right.as_ref()];
            while let Some(expr) = pending.pop() {
                match bare(expr) {
                    Expr::BinaryOp { left, op, right } if is_arithmetic(op) => {
                        pending.extend([left.as_ref(), right.as_ref()]);
                    }
                    Expr::BinaryOp { .. } => return other(),
                    leaf => match constant(leaf) {
                        Constant::Literal(_) | Constant::NotNull(_) => {}
                        Constant::Null | Constant::Other(_) => return other(),
                    },
                }
            }
            computed()
        }
        _ => other(),
    }
}

/// A literal as a cast makes it, where the type decides what it equals.
pub(super) fn converted(literal: Literal, data_type: &DataType) -> Literal {
    let (Literal::Text(text), DataType::Boolean | DataType::Bool) = (&literal, data_type) else {
        return literal;
    };
    match text.to_ascii_lowercase().as_str() {
        "t" | "true" | "y" | "yes" | "on" | "1" => Literal::Bool(true),
        "f" | "false" | "n" | "no" | "off" | "0" => Literal::Bool(false),
        _ => literal,
    }
}

/// The expression without the parentheses around it.
pub(super) fn bare(expr: &Expr) -> &Expr {
    let mut expr = expr;
    while let Expr::Nested(inner) = expr {
        expr = inner;
    }
    expr
}

/// The name and the arguments of a plain call.
pub(super) fn call(function: &Function) -> Option<(String, Vec<&Expr>)> {
    let name = name_of(function.name.0.last()?.as_ident()?);
    let mut arguments = Vec::new();
    match &function.args {
        FunctionArguments::None => {}
        FunctionArguments::Subquery(_) => return None,
        FunctionArguments::List(list) => {
            for argument in &list.args {
                let FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) = argument else {
                    return None;
                };
                arguments.push(expr);
            }
        }
    }
    Some((name, arguments))
}

pub(super) fn is_arithmetic(op: &BinaryOperator) -> bool {
    matches!(
        op,
        BinaryOperator::Plus
            | BinaryOperator::Minus
            | BinaryOperator::Multiply
            | BinaryOperator::Divide
            | BinaryOperator::Modulo
            | BinaryOperator::StringConcat
    )
}
