//! The kinds and fields of Ruby's grammar that are told apart, by number instead of by name.

use std::sync::LazyLock;

use tree_sitter::Language;

/// Names each kind with its spellings in the grammar.
macro_rules! kinds {
    ($($kind:ident $($name:literal)+,)*) => {
        /// A kind of node.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum NodeKind {
            $($kind,)*
            /// What is no Ruby.
            Error,
            /// Any that has no reading of its own.
            Unknown,
        }

        impl NodeKind {
            fn of(name: &str) -> NodeKind {
                match name {
                    $($($name)|+ => NodeKind::$kind,)*
                    _ => NodeKind::Unknown,
                }
            }

            #[cfg(test)]
            const NAMES: &[&str] = &[$($($name),+),*];
        }
    };
}

kinds! {
    Array "array" "string_array" "symbol_array" "right_assignment_list",
    Assignment "assignment" "operator_assignment",
    Begin "begin",
    BeginBlock "begin_block" "program",
    Binary "binary",
    BlockBody "block_body",
    BlockParameter "block_parameter",
    BodyStatement "body_statement",
    Branch "if" "elsif" "conditional",
    Call "call",
    Case "case" "case_match",
    Class "class",
    DelimitedSymbol "delimited_symbol",
    Do "do",
    ElementReference "element_reference",
    Else "else",
    EmptyStatement "empty_statement",
    Ensure "ensure",
    EscapeSequence "escape_sequence",
    Exit "return" "next" "break",
    False "false",
    For "for",
    Hash "hash",
    HeredocBeginning "heredoc_beginning",
    HeredocBody "heredoc_body",
    HeredocContent "heredoc_content",
    HeredocEnd "heredoc_end",
    Identifier "identifier" "constant" "scope_resolution",
    IfModifier "if_modifier",
    Interpolation "interpolation",
    Lambda "lambda",
    Loop "while" "until" "while_modifier" "until_modifier" "rescue_modifier",
    Method "method",
    Module "module",
    Nil "nil",
    Number "integer" "float",
    Pair "pair",
    Parentheses "parenthesized_statements",
    PlainSymbol "hash_key_symbol" "bare_symbol",
    Range "range",
    Rescue "rescue",
    Setter "setter",
    SimpleSymbol "simple_symbol",
    SingletonClass "singleton_class",
    SingletonMethod "singleton_method",
    Splat "splat_argument" "hash_splat_argument" "block_argument",
    String "string" "bare_string" "chained_string",
    StringContent "string_content",
    Superclass "superclass",
    Then "then",
    True "true",
    Unary "unary",
    Uninterpreted "uninterpreted",
    Unless "unless",
    UnlessModifier "unless_modifier",
    Variable "self" "super" "instance_variable" "class_variable" "global_variable",
    When "when" "in_clause",
    Yield "yield",
}

/// Names each field.
macro_rules! fields {
    ($($field:ident)*) => {
        /// The numbers of the fields.
        pub(super) struct Fields {
            $(pub(super) $field: u16,)*
        }

        impl Fields {
            fn of(grammar: &Language) -> Fields {
                let number = |name| grammar.field_id_for_name(name).map_or(u16::MAX, u16::from);
                Fields { $($field: number(stringify!($field)),)* }
            }

            #[cfg(test)]
            fn all(&self) -> Vec<u16> {
                vec![$(self.$field),*]
            }
        }
    };
}

fields! {
    alternative arguments begin block body condition consequence end key left method name object
    operand operator parameters pattern receiver right superclass value
}

/// What the grammar calls by which number.
pub(super) struct Grammar {
    /// The fields.
    pub(super) fields: Fields,
    kinds: Vec<NodeKind>,
}

impl Grammar {
    /// The kind of that number.
    pub(super) fn kind(&self, number: u16) -> NodeKind {
        // What is no Ruby has the largest number, which stands outside of the table.
        let outside = if number == u16::MAX { NodeKind::Error } else { NodeKind::Unknown };
        self.kinds.get(usize::from(number)).copied().unwrap_or(outside)
    }
}

/// Ruby's grammar, looked up once.
pub(super) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let grammar: Language = tree_sitter_ruby::LANGUAGE.into();
    let count = u16::try_from(grammar.node_kind_count()).unwrap_or(u16::MAX);
    let name = |number| grammar.node_kind_for_id(number).unwrap_or_default();
    Grammar {
        fields: Fields::of(&grammar),
        kinds: (0..count).map(|number| NodeKind::of(name(number))).collect(),
    }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_has_every_kind() {
        let grammar: Language = tree_sitter_ruby::LANGUAGE.into();
        for name in NodeKind::NAMES {
            assert_ne!(grammar.id_for_node_kind(name, true), 0, "{name}");
        }
    }

    #[test]
    fn the_grammar_has_every_field() {
        assert!(!GRAMMAR.fields.all().contains(&u16::MAX));
    }
}
