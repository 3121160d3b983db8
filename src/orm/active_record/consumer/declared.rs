//! What a model's own declarations and the pages of its staff show: version histories, search,
//! administration.

use super::{Classes, Subject, columns, consumer, left_out, option, shown};
use crate::{
    app::{Consumer, Reach, Taken},
    expr::{Expr, Kind},
    facts::Take,
    finding::Confidence,
};

/// `has_paper_trail`, `audited except: :notes`
pub fn declared(classes: &Classes, take: &Take) -> Option<Consumer> {
    let call = take.expr.call();
    if take.method.is_some() || call.is_some_and(|call| call.receiver.is_some()) {
        return None;
    }
    let lists = |name: &str| call.is_some_and(|call| option(take, call, name).is_some());
    if take.word.get_all("list").any(lists) {
        return None;
    }
    let subject = classes.own(take)?;
    // `def search_data` says what is kept.
    if take.word.get_all("hidden").any(|method| classes.defines(&subject.models, &[method])) {
        return None;
    }
    let except = call.map(|call| left_out(take, take.word, call)).unwrap_or_default();
    Some(shown(take, subject, except, "keeps every column"))
}

/// `def self.ransackable_attributes(auth = nil) = column_names`
pub fn allowed(classes: &Classes, take: &Take) -> Option<Consumer> {
    let (subject, except) = columns::list(classes, take, &take.expr)?;
    Some(shown(take, subject, except, "allows whatever columns there are"))
}

/// `User.ransack(params[:q])`, where the library allows every column unless told otherwise.
pub fn searched(classes: &Classes, take: &Take) -> Option<Consumer> {
    let library = classes
        .libraries
        .iter()
        .find(|library| take.word.get("from") == Some(library.name.as_str()))?;
    let major = |version: &str| version.split('.').next()?.parse::<u32>().ok();
    let version = major(library.version.as_deref()?)?;
    if take.word.get("until").and_then(major).is_none_or(|until| version >= until) {
        return None;
    }
    let call = take.expr.call().filter(|call| !call.arguments.is_empty())?;
    call.receiver.as_ref()?;
    let subject = classes.receiver(take, call)?;
    let governs = |method| classes.defines(&subject.models, &[method]);
    if take.word.get_all("hidden").any(governs) {
        return None;
    }
    Some(shown(take, subject, Vec::new(), "lets every column be searched"))
}

/// `ActiveAdmin.register User`
pub fn registered(classes: &Classes, take: &Take) -> Option<Consumer> {
    let call = take.expr.call()?;
    if call.receiver.as_ref().and_then(Expr::name) != take.word.get("of") {
        return None;
    }
    let subject = classes.subject(take, call.arguments.first()?)?;
    let block = call.block.as_ref().map(|block| &block.body);
    let statements = || block.into_iter().flat_map(|body| body.statements());
    let says = |name: &str| {
        statements()
            .any(|part| part.call().is_some_and(|call| call.name == name && call.block.is_some()))
    };
    let pages = take.word.get_all("list").all(says);
    let open = block.is_some_and(|body| {
        body.any(&|part| {
            part.means("inflow", "is") == Some("request")
                && matches!(&part.kind, Kind::Call(call) if call.name.ends_with('!'))
        })
    });
    let taken = |reach| Taken {
        except: Vec::new(),
        masks: Vec::new(),
        reach,
        confidence: subject.confidence,
    };
    let shows = (!pages).then(|| taken(Reach::Staff));
    let writes = open.then(|| taken(Reach::Staff));
    if shows.is_none() && writes.is_none() {
        return None;
    }
    let says = "builds its pages from all columns";
    let mut found = consumer(take, subject, says);
    found.name = format!("ActiveAdmin {}", found.models.first().map_or("", |name| name));
    Some(Consumer { shows, writes, ..found })
}

/// `RailsAdmin.config do |config| … end`: a page for every model, with all of its columns.
pub fn panel(classes: &Classes, take: &Take) -> Option<Consumer> {
    let call = take.expr.call()?;
    if call.receiver.as_ref().and_then(Expr::name) != take.word.get("of") {
        return None;
    }
    let body = &call.block.as_ref()?.body;
    let mut included: Option<Vec<String>> = None;
    let mut left_out: Vec<String> = Vec::new();
    let mut unread = false;
    body.walk(&mut |part| match &part.kind {
        Kind::Assign(target, value) => {
            let names = || value.texts().into_iter().map(str::to_owned).collect::<Vec<_>>();
            match target.name() {
                Some("included_models") => {
                    unread |= value.texts().is_empty();
                    included = Some(names());
                }
                Some("excluded_models") => left_out.extend(names()),
                _ => {}
            }
        }
        // `config.model "User" do … end` chooses the fields itself.
        Kind::Call(call) if call.name == "model" && call.block.is_some() => {
            let name = call.arguments.first().and_then(|name| name.text().or(name.name()));
            left_out.extend(name.map(str::to_owned));
        }
        _ => {}
    });
    if unread {
        return None;
    }
    let own = take.word.get("inner").unwrap_or_default();
    let chooses = |name: &str| {
        classes.graph.members(name).iter().any(|located| located.member.expr.name() == Some(own))
    };
    let models: Vec<String> = classes
        .models()
        .map(|model| &model.name)
        .filter(|name| included.as_ref().is_none_or(|known| known.contains(name)))
        .filter(|name| !left_out.contains(name) && !chooses(name))
        .cloned()
        .collect();
    if models.is_empty() {
        return None;
    }
    let subject = Subject { models, tables: Vec::new(), confidence: Confidence::Certain };
    let taken = Some(Taken {
        except: Vec::new(),
        masks: Vec::new(),
        reach: Reach::Staff,
        confidence: Confidence::Certain,
    });
    let found = consumer(take, subject, "has a page for every model, with all of its columns");
    let name = take.word.get("of").unwrap_or_default().to_owned();
    Some(Consumer { name, shows: taken.clone(), writes: taken, ..found })
}
