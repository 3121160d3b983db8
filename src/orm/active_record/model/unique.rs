//! What a model's validations say is unique: `validates :email, uniqueness: true`.

use super::Reader;
use crate::{
    app::Unique,
    expr::{Expr, Kind},
};

impl Reader<'_, '_> {
    pub(super) fn unique(&self) -> Vec<Unique> {
        let mut found = Vec::new();
        for located in self.members {
            let Some(validates) = located.member.expr.means("declare", "as") else { continue };
            let Some(call) = located.member.expr.call() else { continue };
            let options = match validates {
                "validation" => match call.option("uniqueness").map(|option| &option.kind) {
                    Some(Kind::Bool(true)) => &[][..],
                    Some(Kind::Map(pairs)) => pairs.as_slice(),
                    _ => continue,
                },
                "uniqueness" => &[][..],
                _ => continue,
            };
            let option = |name: &str| {
                let inner = options.iter().find(|(key, _)| key.text() == Some(name));
                inner.map(|(_, value)| value).or_else(|| call.option(name))
            };
            let scope = option("scope").map(Expr::texts).unwrap_or_default();
            // What a condition keeps is not followed: it is there to leave rows out.
            if option("conditions").is_some() {
                continue;
            }
            for name in call.arguments.iter().filter_map(Expr::text) {
                let columns = std::iter::once(name).chain(scope.iter().copied());
                found.push(Unique {
                    name: None,
                    columns: columns.map(str::to_owned).collect(),
                    condition: None,
                    asked: true,
                    place: Some(located.member.place.clone()),
                });
            }
        }
        found
    }
}
