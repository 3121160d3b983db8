//! Schemas of Prisma: the fields that are columns in question, and what else names them.

use super::{
    How, Search, Via,
    claim::{Claim, Claims, Shape, Tie},
};
use crate::{
    finding::Confidence,
    prisma::{self, BlockKind},
    source::Span,
};

/// Claims what a schema says of the columns in question.
pub(super) fn claim(search: &Search, text: &str, claims: &mut Claims) {
    for block in prisma::schema(text).blocks {
        let models = models(search, &block.name);
        if !matches!(block.kind, BlockKind::Model | BlockKind::View) {
            continue;
        }
        for field in &block.fields {
            add(claims, field.span, How::Define, &models);
            let target = self::models(search, &field.type_name);
            for attribute in &field.attributes {
                let said = text.get(attribute.span.start as usize..attribute.span.end as usize);
                // `@relation(fields: [authorId], references: [id])`
                match said.and_then(|said| said.find("references")) {
                    _ if attribute.name != "relation" => {
                        add(claims, attribute.span, How::Define, &models);
                    }
                    Some(at) => {
                        let middle = attribute.span.start + u32::try_from(at).unwrap_or(u32::MAX);
                        add(claims, Span { end: middle, ..attribute.span }, How::Declare, &models);
                        add(
                            claims,
                            Span { start: middle, ..attribute.span },
                            How::Declare,
                            &target,
                        );
                    }
                    None => add(claims, attribute.span, How::Declare, &models),
                }
            }
        }
        for attribute in &block.attributes {
            add(claims, attribute.span, How::Declare, &models);
        }
    }
}

/// The stretches of a schema that are comments.
pub(super) fn comments(text: &str) -> Vec<(u32, u32)> {
    let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        // A default may be an address: `@default("https://…")`
        let quoted =
            |at: usize| line.get(..at).is_some_and(|text| text.matches('"').count() % 2 == 1);
        let comment = line.match_indices("//").map(|(at, _)| at).find(|at| !quoted(*at));
        found.extend(comment.map(|at| (small(start + at), small(start + line.len()))));
        start += line.len();
    }
    found
}

/// The models of that name: a repository may hold a schema for each kind of database.
fn models(search: &Search, name: &str) -> Vec<usize> {
    search.conventions.class(name).to_vec()
}

fn add(claims: &mut Claims, span: Span, how: How, models: &[usize]) {
    for at in claims.within(span.start, span.end) {
        claims.add(at, Claim::Open(Shape::Local));
        for model in models {
            let tie =
                Tie { model: *model, how, via: Via::Declaration, confidence: Confidence::Certain };
            claims.add(at, Claim::Use(tie));
        }
    }
}
