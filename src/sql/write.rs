//! Writes SQL: names and values so that nothing breaks out of them, and conditions.

use crate::{
    database::Dialect,
    predicate::{ColumnName, Compare, Literal, Predicate, Subject, Value},
};

/// Longer names and values are not written, in bytes.
const LONGEST: usize = 400;

/// How deep conditions are nested that are written.
const DEEPEST: usize = 40;

/// A name in quotes; `None` where no database would take it, or a terminal would obey it.
pub fn identifier(name: &str, dialect: Option<Dialect>) -> Option<String> {
    if name.is_empty() || name.len() > LONGEST || name.chars().any(is_odd) {
        return None;
    }
    let quote = if dialect == Some(Dialect::MySql) { '`' } else { '"' };
    let doubled = name.replace(quote, &format!("{quote}{quote}"));
    Some(format!("{quote}{doubled}{quote}"))
}

/// The name of a table, with its schema.
pub fn table(name: &str, dialect: Option<Dialect>) -> Option<String> {
    match name.split_once('.') {
        Some((schema, table)) => {
            Some(format!("{}.{}", identifier(schema, dialect)?, identifier(table, dialect)?))
        }
        None => identifier(name, dialect),
    }
}

/// Several names with commas.
pub fn identifiers(names: &[String], dialect: Option<Dialect>) -> Option<String> {
    let names: Option<Vec<String>> = names.iter().map(|name| identifier(name, dialect)).collect();
    names.filter(|names| !names.is_empty()).map(|names| names.join(", "))
}

/// A constant; `None` where databases would read it differently and it is not known which one does.
pub fn literal(literal: &Literal, dialect: Option<Dialect>) -> Option<String> {
    match literal {
        Literal::Bool(true) => Some("TRUE".to_owned()),
        Literal::Bool(false) => Some("FALSE".to_owned()),
        Literal::Number(number) => {
            let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
            let safe = number.len() < 60 && number.chars().all(plain) && !number.contains("--");
            safe.then(|| number.clone())
        }
        Literal::Text(text) if text.len() > LONGEST || text.chars().any(is_odd) => None,
        Literal::Text(text) if text.contains('\\') => match dialect {
            // A backslash is an escape unless the server is told otherwise.
            Some(Dialect::MySql) | None => None,
            Some(_) => Some(quoted(text)),
        },
        Literal::Text(text) => Some(quoted(text)),
    }
}

/// A type as it is declared; `None` where it has more to it than names, numbers and brackets.
pub fn type_name(written: &str) -> Option<&str> {
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '(' | ')' | ',' | '[' | ']');
    let safe = !written.is_empty() && written.len() < 100 && written.chars().all(plain);
    safe.then_some(written)
}

/// A condition; `None` where it has a part that is known only when a query runs, or is not
/// understood. `column` writes the name of a column.
pub fn condition(
    predicate: &Predicate,
    dialect: Option<Dialect>,
    column: &dyn Fn(&ColumnName) -> Option<String>,
) -> Option<String> {
    nested(predicate, dialect, column, 0)
}

fn nested(
    predicate: &Predicate,
    dialect: Option<Dialect>,
    column: &dyn Fn(&ColumnName) -> Option<String>,
    depth: usize,
) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
    let subject = |subject: &Subject| subject_of(subject, dialect, column);
    let joined = |parts: &[Predicate], word: &str, none: &str| {
        let parts: Option<Vec<String>> =
            parts.iter().map(|part| nested(part, dialect, column, depth + 1)).collect();
        let parts = parts?;
        match parts.as_slice() {
            [] => Some(none.to_owned()),
            [one] => Some(one.clone()),
            _ => Some(format!("({})", parts.join(word))),
        }
    };
    Some(match predicate {
        Predicate::IsNull(of) => format!("{} IS NULL", subject(of)?),
        Predicate::Compare(of, compare, value) => {
            let sign = match compare {
                Compare::Eq => "=",
                Compare::Ne => "<>",
                Compare::Lt => "<",
                Compare::Le => "<=",
                Compare::Gt => ">",
                Compare::Ge => ">=",
            };
            format!("{} {sign} {}", subject(of)?, value_of(value, dialect)?)
        }
        Predicate::In(_, values) if values.is_empty() => "1 = 0".to_owned(),
        Predicate::In(of, values) => {
            let values: Option<Vec<String>> =
                values.iter().map(|value| value_of(value, dialect)).collect();
            format!("{} IN ({})", subject(of)?, values?.join(", "))
        }
        Predicate::Same(of, value) => {
            let subject = subject(of)?;
            format!("({subject} IS NOT NULL AND {subject} = {})", value_of(value, dialect)?)
        }
        Predicate::Not(inner) => format!("NOT ({})", nested(inner, dialect, column, depth + 1)?),
        Predicate::All(parts) => joined(parts, " AND ", "1 = 1")?,
        Predicate::Any(parts) => joined(parts, " OR ", "1 = 0")?,
        Predicate::Opaque(_) => return None,
    })
}

fn subject_of(
    subject: &Subject,
    dialect: Option<Dialect>,
    column: &dyn Fn(&ColumnName) -> Option<String>,
) -> Option<String> {
    let mut written = column(&subject.column)?;
    if let Some(function) = &subject.through {
        let plain = function.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        written = format!("{}({written})", plain.then_some(function)?);
    }
    if let Some(value) = &subject.if_null {
        written = format!("COALESCE({written}, {})", literal(value, dialect)?);
    }
    Some(written)
}

fn value_of(value: &Value, dialect: Option<Dialect>) -> Option<String> {
    match value {
        Value::Literal(value) => literal(value, dialect),
        Value::Runtime(_) => None,
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Characters that have no business in a name or a value that is printed.
fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_break_out() {
        let written = |name, dialect| identifier(name, dialect).unwrap_or_default();
        assert_eq!(written(r#"a"; DROP TABLE b; --"#, None), r#""a""; DROP TABLE b; --""#);
        assert_eq!(written("a`b\"c", Some(Dialect::MySql)), "`a``b\"c`");
        assert_eq!(identifier("a\nb", None), None);
        assert_eq!(identifier("a\u{202e}b", None), None);
        assert_eq!(table("audit.log", None).as_deref(), Some(r#""audit"."log""#));
    }

    #[test]
    fn values_do_not_break_out() {
        let text = |text: &str| Literal::Text(text.to_owned());
        assert_eq!(literal(&text("it's"), None).as_deref(), Some("'it''s'"));
        assert_eq!(literal(&text(r"\' OR 1=1 --"), None), None);
        assert_eq!(literal(&text(r"a\b"), Some(Dialect::Postgres)).as_deref(), Some(r"'a\b'"));
        assert_eq!(literal(&Literal::Number("1; DROP".to_owned()), None), None);
        assert_eq!(type_name("varchar(10)'"), None);
    }

    #[test]
    fn conditions_are_written_or_left() {
        let column = |name: &ColumnName| identifier(&name.name, None);
        let written = |text: &str| condition(&super::super::predicate(text), None, &column);
        assert_eq!(
            written("a IS NULL AND NOT (b = 1 OR c IN ('x', 'y'))").as_deref(),
            Some(r#"("a" IS NULL AND NOT ("b" = 1) AND NOT ("c" IN ('x', 'y')))"#),
        );
        assert_eq!(written("a = ?"), None);
        assert_eq!(written("weird(a, b)"), None);
    }
}
