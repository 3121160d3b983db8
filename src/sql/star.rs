//! Which tables a query takes every column of.

use sqlparser::ast::{
    Query, SelectItem, SelectItemQualifiedWildcardKind, SetExpr, TableFactor, TableWithJoins,
};

use super::{kept, parsed, placeholder::Fragment};

/// The tables of which a query selects `*`; empty where it is none, or cannot be read.
pub(super) fn tables(text: &str) -> Vec<String> {
    let text = text.trim().trim_end_matches(';').trim_end();
    let selects = text.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("select"));
    if !selects || !text.contains('*') {
        return Vec::new();
    }
    let fragment = Fragment::new(text);
    let query = parsed(&fragment.text, |parser| parser.parse_query(), |_| true);
    query.map(|query| of_query(&query)).unwrap_or_default()
}

fn of_query(query: &Query) -> Vec<String> {
    let SetExpr::Select(select) = query.body.as_ref() else { return Vec::new() };
    let mut found = Vec::new();
    for item in &select.projection {
        match item {
            SelectItem::Wildcard(_) => found.extend(named(&select.from).map(|(table, _)| table)),
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(of), _) => {
                let of = of.0.last().and_then(|part| part.as_ident()).map(kept);
                let is_it = |(table, alias): &(String, Option<String>)| {
                    of.as_ref() == Some(alias.as_ref().unwrap_or(table))
                };
                found.extend(named(&select.from).find(is_it).map(|(table, _)| table));
            }
            _ => {}
        }
    }
    found.dedup();
    found
}

/// The tables of a FROM, each with its alias.
fn named(from: &[TableWithJoins]) -> impl Iterator<Item = (String, Option<String>)> {
    let all = from.iter().flat_map(|from| {
        std::iter::once(&from.relation).chain(from.joins.iter().map(|join| &join.relation))
    });
    all.filter_map(|factor| match factor {
        TableFactor::Table { name, alias, .. } => {
            let table = name.0.last().and_then(|part| part.as_ident()).map(kept)?;
            Some((table, alias.as_ref().map(|alias| kept(&alias.name))))
        }
        _ => None,
    })
}
