//! What stands around the models: libraries, serializers and forms, SQL, jobs, migrations.

use super::{Ground, mentions::Mention};
use crate::{
    app::{Consumer, Reach, Taken},
    orm,
    page::{Entry, Weight},
    scan,
    source::{Place, Span},
};

/// How many places of SQL in one function are told.
const STEPS: usize = 6;

pub(super) fn libraries(ground: &Ground) -> Vec<Entry> {
    let entry = |library: &crate::facts::Library| {
        let role = orm::libraries::role(&library.name)?;
        let version = library.version.as_deref();
        let says = match (version, &library.asked) {
            (Some(version), _) => format!("`{}` {version} ({role})", library.name),
            (None, Some(asked)) => format!("`{}` {asked}, not locked ({role})", library.name),
            (None, None) => format!("`{}`, version not locked ({role})", library.name),
        };
        let weight = match role {
            "framework" | "ORM" | "soft delete" => Weight::Essential,
            "audit" | "tenants" | "hooks" => Weight::Useful,
            _ => Weight::Detail,
        };
        Some(Entry::new(weight, library.name.as_str(), says).at(&library.place))
    };
    let mut entries: Vec<Entry> = ground.libraries.iter().filter_map(entry).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.weight));
    entries
}

/// The consumers that take every column of the table.
pub(super) fn takers<'a>(ground: &Ground<'a>) -> impl Iterator<Item = &'a Consumer> {
    let names: Vec<&str> = ground.models.iter().map(|model| model.qualified.as_str()).collect();
    let table = ground.table;
    ground.app.consumers.iter().filter(move |consumer| {
        consumer.models.iter().any(|name| names.contains(&name.as_str()))
            || consumer.tables.iter().any(|name| name == table)
    })
}

/// Code that takes every column, then what names its own.
pub(super) fn consumers(ground: &Ground) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for consumer in takers(ground) {
        seen.push(&consumer.name);
        let mut does = Vec::new();
        does.extend(consumer.shows.as_ref().map(|it| taken("shows", it)));
        does.extend(consumer.writes.as_ref().map(|it| taken("sets", it)));
        let (what, name) = (consumer.what, consumer.short_name());
        let says = format!("the {what} `{name}` {}: {}", does.join(" and "), consumer.says);
        let entry = Entry::new(Weight::Essential, name, says);
        entries.push(entry.at(&consumer.place).via(&consumer.via));
    }
    let names: Vec<&str> = ground.models.iter().map(|model| model.qualified.as_str()).collect();
    for surface in &ground.app.surfaces {
        if names.contains(&surface.model.as_str()) && !seen.contains(&surface.name.as_str()) {
            let short = orm::last(&surface.name);
            let says = format!("the {} `{short}` names its columns", surface.what);
            entries.push(Entry::new(Weight::Useful, short, says).at(&surface.place));
        }
    }
    entries
}

/// `shows every column to whoever calls`
fn taken(verb: &str, taken: &Taken) -> String {
    let whom = match taken.reach {
        Reach::Staff => "for staff",
        Reach::Inside => "inside",
        Reach::Outside => "for whoever calls",
    };
    match taken.except.len() {
        0 => format!("{verb} every column {whom}"),
        few @ 1..=6 => {
            let names: Vec<_> =
                taken.except.iter().take(few).map(|name| format!("`{name}`")).collect();
            format!("{verb} every column but {} {whom}", names.join(", "))
        }
        many => format!("{verb} every column but {many} {whom}"),
    }
}

/// Each function once that names the table in SQL.
pub(super) fn sql(ground: &Ground) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for Mention { within, place, .. } in &ground.mentions.sql {
        let known = entries.iter_mut().find(|entry| {
            entry.name == *within && entry.place.as_ref().is_some_and(|it| it.file == place.file)
        });
        match known {
            Some(entry) => entry.via.push((String::new(), place.clone())),
            None => {
                let says = format!("`{within}` names the table in SQL");
                entries.push(Entry::new(Weight::Useful, within, says).at(place));
            }
        }
    }
    entries
}

/// Each job once, and when it runs.
pub(super) fn jobs(ground: &Ground) -> Vec<Entry> {
    let entry = |mention: &Mention| {
        let (what, within) = (mention.what.unwrap_or("code"), &mention.within);
        let says = format!("the {what} `{within}` uses `{}`", mention.named);
        let mut entry = Entry::new(Weight::Useful, within, says).at(&mention.place);
        if let Some(scheduled) = ground.scheduled.iter().find(|known| known.job == *within) {
            entry.via.push(("runs by this schedule".to_owned(), scheduled.place.clone()));
        }
        entry
    };
    ground.mentions.jobs.iter().map(entry).collect()
}

pub(super) fn migrations(ground: &Ground) -> Vec<Entry> {
    let entry = |migration: &super::history::Migration| {
        let steps: Vec<String> = migration
            .steps
            .iter()
            .take(STEPS)
            .map(|step| format!("{} `{}`", step.op.name(), step.subject()))
            .collect();
        let more = match migration.steps.len().saturating_sub(STEPS) {
            0 => String::new(),
            more => format!(" and {more} more steps"),
        };
        let (_, name) = scan::numbered(&migration.file);
        let says = format!("`{name}`: {}{more}", steps.join(", "));
        let first = migration.steps.iter().find_map(|step| step.place.clone());
        let place = first.unwrap_or_else(|| Place {
            file: migration.file.clone(),
            span: Span { line: 1, ..Span::default() },
        });
        Entry::new(Weight::Useful, name.as_str(), says).at(&place)
    };
    ground.migrations.iter().map(entry).collect()
}
