//! The effects that ormscope reports: one file each, listed once.

use crate::{
    finding::{Confidence, Effect, Finding, Severity},
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
    soft_delete_bypassed
    cascade_changed
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
    unique_conflict
    schema_sync_drops_column
    write_lost
    value_changes
    trigger_involved
    view_depends
    constraint_depends
    breaks_while_deploying
    migration_fails
    drops_data
    renames_without_alias
    changes_type
    requires_value
    changes_primary_key
}

/// Red lines: effects that are told by themselves only where none of those beside them tells more of
/// the same change.
const RED_LINES: &[(&str, &[&str])] = &[
    (
        "drops-data",
        &[
            "breaks-at-load",
            "breaks-at-use",
            "breaks-at-write",
            "breaks-while-deploying",
            "delete-becomes-hard",
            "rows-revealed",
        ],
    ),
    (
        "renames-without-alias",
        &["breaks-at-load", "breaks-at-use", "breaks-at-write", "breaks-while-deploying"],
    ),
    ("changes-type", &["breaks-at-use", "breaks-at-write", "changes-primary-key", "value-changes"]),
    ("requires-value", &["breaks-at-write", "breaks-while-deploying", "migration-fails"]),
    ("changes-primary-key", &["primary-key-activated"]),
];

/// The findings without the red lines that others tell more of; what to do about these is a line of
/// the others.
pub fn with_red_lines(findings: Vec<Finding>) -> Vec<Finding> {
    let is_red = |finding: &Finding| RED_LINES.iter().any(|(id, _)| *id == finding.effect.id);
    let (red, mut told): (Vec<_>, Vec<_>) = findings.into_iter().partition(is_red);
    for line in red {
        let above = RED_LINES.iter().find(|(id, _)| *id == line.effect.id).map(|(_, above)| above);
        let tells = |finding: &&mut Finding| {
            finding.change == line.change
                && finding.severity >= Severity::Medium
                && finding.confidence >= Confidence::Likely
                && above.is_some_and(|above| above.contains(&finding.effect.id))
        };
        match told.iter_mut().find(tells) {
            Some(finding) => finding.rollout.extend(line.rollout.into_iter().next()),
            None => told.push(line),
        }
    }
    told
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
