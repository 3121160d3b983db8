//! Classes of columns and the types that they have in SQL.

use super::{Reader, text};
use crate::expr::{Call, Expr, Kind};

impl Reader<'_> {
    /// The type in SQL of a call or name that stands for one.
    pub(in crate::orm) fn sql_type(&self, of: &Expr) -> Option<String> {
        let word = self.word(of, "field")?;
        let empty = Call {
            receiver: None,
            name: String::new(),
            arguments: Vec::new(),
            options: Vec::new(),
            block: None,
            called: false,
        };
        let call = of.call().unwrap_or(&empty);
        let zoned = call.option("timezone").is_some_and(|it| it.kind == Kind::Bool(true));
        let sql = match word.get("zoned") {
            Some(sql) if zoned => sql,
            _ => word.get("sql")?,
        };
        // `varchar(max_length)`: the options whose values belong to the type, in order.
        let Some((name, options)) = sql.strip_suffix(')').and_then(|sql| sql.split_once('('))
        else {
            return Some(sql.to_owned());
        };
        let sizes = options.split(',').enumerate().filter_map(|(at, option)| {
            text::shown(call.option(option.trim()).or(call.arguments.get(at))?)
                .filter(|size| size.chars().all(|c| c.is_ascii_digit()))
        });
        let sizes: Vec<_> = sizes.collect();
        Some(match sizes.is_empty() {
            true => name.to_owned(),
            false => format!("{name}({})", sizes.join(",")),
        })
    }
}
