//! The effects that ormscope reports: one file each, listed once.

use crate::{
    finding::{Effect, Finding},
    impact::Impact,
};

/// One effect: what it is, how it is found, and its page.
pub struct Rule {
    /// The effect.
    pub effect: &'static Effect,
    /// Finds it.
    pub check: fn(&Impact) -> Vec<Finding>,
    source: &'static str,
}

macro_rules! rules {
    ($($name:ident)*) => {
        $(pub mod $name;)*

        /// Every rule, in the order of the list of effects.
        pub const RULES: &[Rule] = &[$(Rule {
            effect: &$name::EFFECT,
            check: $name::check,
            source: include_str!(concat!(stringify!($name), ".rs")),
        }),*];
    };
}

rules! {
    rows_hidden
    rows_revealed
    new_rows_hidden
    filter_activated
    related_rows_hidden
    delete_becomes_soft
    delete_becomes_hard
    create_attributes_injected
    sti_activated
    optimistic_lock_activated
    timestamps_activated
    counter_cache_activated
    primary_key_activated
    gated_code_activated
    name_collision
    column_exposed
    column_writable
    breaks_at_load
    breaks_at_use
    breaks_at_write
    breaks_before_migration
    value_changes
    trigger_involved
    view_depends
    constraint_depends
}

impl Rule {
    /// The page of the effect: the comment at the head of its file, as Markdown.
    pub fn page(&self) -> String {
        self.source
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The first sentence of the page.
    pub fn summary(&self) -> String {
        let page = self.page();
        page.lines().next().unwrap_or_default().to_owned()
    }
}

/// The rule of that effect.
pub fn rule(effect: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.effect.id == effect)
}
