//! What holds of every file that is read, whatever its bytes are.

use std::sync::Arc;

use ormscope::{
    expr::Expr,
    facts::{FileFacts, Member},
    scan,
    source::{Language, Span},
};

/// Reads a text twice and looks at every span of what comes out.
pub(crate) fn read(path: &Arc<str>, language: Language, text: &str) {
    let facts = scan::facts(path, language, text);
    let again = scan::facts(path, language, text);
    // A machine that does other things has less time for a file.
    let late = |facts: &Result<FileFacts, String>| {
        facts.as_ref().is_err_and(|why| why.contains("took longer than"))
    };
    if late(&facts) || late(&again) {
        return;
    }
    assert_eq!(facts, again, "the same bytes, other facts");
    if let Ok(facts) = facts {
        for span in spans(&facts) {
            stands_in(text, &span);
        }
    }
    let changes = scan::changes(path, text, language);
    assert_eq!(changes, scan::changes(path, text, language), "the same bytes, other changes");
    for place in changes.iter().flatten().filter_map(|change| change.place.as_ref()) {
        stands_in(text, &place.span);
    }
}

/// A span lies within the text, cuts no character in two, and says its line and column.
#[track_caller]
fn stands_in(text: &str, span: &Span) {
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(text.get(start..end).is_some(), "{span:?} is no part of {} bytes", text.len());
    for (byte, line, column) in
        [(start, span.line, span.column), (end, span.end_line, span.end_column)]
    {
        let before = &text[..byte];
        let head = before.rfind('\n').map_or(0, |at| at + 1);
        let expected = (before.matches('\n').count() + 1, before[head..].chars().count() + 1);
        assert_eq!((line as usize, column as usize), expected, "of {span:?}");
    }
}

fn spans(facts: &FileFacts) -> Vec<Span> {
    let mut spans = Vec::new();
    let places = facts.classes.iter().map(|class| &class.place);
    let places = places.chain(facts.settings.iter().map(|setting| &setting.place));
    let places = places.chain(facts.gates.iter().map(|gate| &gate.place));
    let places = places.chain(facts.libraries.iter().map(|library| &library.place));
    let places = places.chain(facts.schema.iter().filter_map(|step| step.place.as_ref()));
    spans.extend(places.map(|place| place.span));
    let loose = facts.loose.iter().map(|(_, member)| member);
    for member in facts.classes.iter().flat_map(|class| &class.members).chain(loose) {
        of_member(member, &mut spans);
    }
    for expr in facts.settings.iter().map(|setting| &setting.value) {
        of_code(expr, &mut spans);
    }
    for expr in facts.inflections.iter().map(|(_, expr)| expr) {
        of_code(expr, &mut spans);
    }
    for expr in facts.gates.iter().map(|gate| &gate.expr) {
        of_code(expr, &mut spans);
    }
    if let Some(module) = &facts.module {
        of_code(&module.program, &mut spans);
    }
    for column in facts.schema.iter().flat_map(|step| &step.definitions) {
        spans.extend(column.place.iter().map(|place| place.span));
    }
    spans
}

fn of_member(member: &Member, spans: &mut Vec<Span>) {
    spans.push(member.place.span);
    of_code(&member.expr, spans);
    for guard in &member.guards {
        spans.push(guard.place.span);
        of_code(&guard.condition, spans);
    }
}

fn of_code(expr: &Expr, spans: &mut Vec<Span>) {
    expr.walk(&mut |expr| spans.push(expr.span));
}
