//! The order in which migrations run that name those before them.

use std::collections::HashMap;

use crate::{change::Change, orm::Follows};

/// What a migration says of its place, and its steps.
pub(super) type Migration = (Option<Follows>, Vec<Change>);

/// The steps of migrations in the order in which they run: one that names others comes behind them,
/// and the rest as the files are listed.
pub(super) fn in_order(migrations: Vec<Migration>) -> Vec<Vec<Change>> {
    let mut names = HashMap::new();
    for (at, (follows, _)) in migrations.iter().enumerate() {
        if let Some(follows) = follows {
            names.insert(follows.name.clone(), at);
        }
    }
    let before: Vec<Vec<usize>> = migrations
        .iter()
        .map(|(follows, _)| {
            let after = follows.iter().flat_map(|follows| &follows.after);
            after.filter_map(|name| names.get(name).copied()).collect()
        })
        .collect();
    let mut order = Vec::with_capacity(migrations.len());
    let mut seen = vec![false; migrations.len()];
    for first in 0..migrations.len() {
        // Depth first without recursion: a chain is as long as the list.
        let mut open = vec![(first, 0)];
        while let Some((at, next)) = open.pop() {
            if next == 0 && std::mem::replace(&mut seen[at], true) {
                continue;
            }
            match before[at].get(next) {
                Some(earlier) => {
                    open.push((at, next + 1));
                    open.push((*earlier, 0));
                }
                None => order.push(at),
            }
        }
    }
    let mut steps: Vec<Vec<Change>> = migrations.into_iter().map(|(_, steps)| steps).collect();
    order.into_iter().map(|at| std::mem::take(&mut steps[at])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;

    #[test]
    fn a_migration_comes_behind_those_that_it_names() {
        let migration = |name: &str, after: &[&str]| {
            let after = after.iter().map(|name| (*name).to_owned()).collect();
            let step = Change::new(Op::Opaque, name, "alembic");
            (Some(Follows { name: name.to_owned(), after }), vec![step])
        };
        let listed = vec![
            migration("a", &["c"]),
            migration("b", &[]),
            migration("c", &["b", "x"]),
            migration("d", &["e"]),
            migration("e", &["d"]),
        ];
        let order: Vec<_> = in_order(listed).iter().map(|steps| steps[0].table.clone()).collect();
        assert_eq!(order, ["b", "c", "a", "e", "d"]);
    }
}
