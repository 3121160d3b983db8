//! The ORMs that ormscope knows: data first, then a few functions each.

pub mod active_record;

use std::sync::Arc;

use crate::{expr::Expr, facts::Member};

/// What linking has to know of an ORM.
#[derive(Debug)]
pub struct Orm {
    /// Its name.
    pub name: &'static str,
    /// Classes that every model descends from.
    pub roots: &'static [&'static str],
    /// The members that a method adds to the class whose body calls it.
    pub members_of: fn(&Arc<str>, &Expr) -> Vec<Member>,
}

/// Active Record, of Ruby on Rails.
pub const ACTIVE_RECORD: Orm = Orm {
    name: "active_record",
    roots: active_record::ROOTS,
    members_of: active_record::members_of,
};

/// The query files of one ORM, each with its path under `queries/`.
macro_rules! queries {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../../queries/", $path)))),*]
    };
}

/// Everything that Ruby code is matched against.
pub const RUBY_QUERIES: &[(&str, &str)] = queries! {
    "active_record/models.scm"
    "active_record/scopes.scm"
    "active_record/gates.scm"
    "active_record/changes.scm"
    "active_record/inflections.scm"
    "active_record/paranoia.scm"
    "active_record/acts_as_paranoid.scm"
    "active_record/discard.scm"
    "active_record/permanent_records.scm"
    "active_record/soft_deletion.scm"
};
