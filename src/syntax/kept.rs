//! Code as bytes, and back: what a cache keeps of a text that was read before.
//!
//! What comes back is what went in, or nothing: bytes that say anything else are not code.

use thin_vec::ThinVec;

use super::Code;
use crate::{
    expr::{Call, ClassBody, Def, Expr, Import, Keyword, Kind, Lambda, Word},
    query::Words,
    source::Span,
};

/// How deeply expressions may lie in each other. Lowered code lies less than four times as deep as
/// what it was lowered from; what lies deeper is read anew.
const MAX_DEPTH: u32 = 700;

/// How many members of a list are believed in before they are read.
const MAX_TRUST: usize = 1024;

/// Code as bytes; `None` where it lies too deep.
pub(super) fn encode(code: &Code, words: &Words) -> Option<Vec<u8>> {
    let mut to = Writer { out: Vec::new(), words, span: Span::default(), depth: 0 };
    code.program.write(&mut to)?;
    code.limits.write(&mut to)?;
    Some(to.out)
}

/// The code that was made into these bytes; `None` where they are no such thing.
pub(super) fn decode(bytes: &[u8], words: &Words) -> Option<Code> {
    let mut from = Reader { rest: bytes, words, span: Span::default(), depth: 0 };
    let code = Code { program: Kept::read(&mut from)?, limits: Kept::read(&mut from)? };
    from.rest.is_empty().then_some(code)
}

struct Writer<'w> {
    out: Vec<u8>,
    words: &'w Words,
    /// The last one: the next begins close to it.
    span: Span,
    depth: u32,
}

struct Reader<'r> {
    rest: &'r [u8],
    words: &'r Words,
    span: Span,
    depth: u32,
}

impl<'r> Reader<'r> {
    fn take(&mut self, count: usize) -> Option<&'r [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }
}

trait Kept: Sized {
    fn write(&self, to: &mut Writer) -> Option<()>;
    fn read(from: &mut Reader) -> Option<Self>;
}

/// Seven bits a byte, the least first; the eighth says that more follow.
impl Kept for u32 {
    fn write(&self, to: &mut Writer) -> Option<()> {
        let mut left = *self;
        while left >= 0x80 {
            to.out.push((left & 0x7f) as u8 | 0x80);
            left >>= 7;
        }
        to.out.push(left as u8);
        Some(())
    }

    fn read(from: &mut Reader) -> Option<u32> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = from.byte()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

/// A small number, of either sign.
impl Kept for i32 {
    fn write(&self, to: &mut Writer) -> Option<()> {
        ((self << 1) ^ (self >> 31)).cast_unsigned().write(to)
    }

    fn read(from: &mut Reader) -> Option<i32> {
        let value = u32::read(from)?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }
}

impl Kept for bool {
    fn write(&self, to: &mut Writer) -> Option<()> {
        to.out.push(u8::from(*self));
        Some(())
    }

    fn read(from: &mut Reader) -> Option<bool> {
        match from.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Kept for String {
    fn write(&self, to: &mut Writer) -> Option<()> {
        u32::try_from(self.len()).ok()?.write(to)?;
        to.out.extend_from_slice(self.as_bytes());
        Some(())
    }

    fn read(from: &mut Reader) -> Option<String> {
        let length = u32::read(from)?;
        let text = str::from_utf8(from.take(length as usize)?).ok()?;
        Some(text.to_owned())
    }
}

impl<T: Kept> Kept for Vec<T> {
    fn write(&self, to: &mut Writer) -> Option<()> {
        u32::try_from(self.len()).ok()?.write(to)?;
        self.iter().try_for_each(|one| one.write(to))
    }

    fn read(from: &mut Reader) -> Option<Vec<T>> {
        let count = u32::read(from)? as usize;
        let mut all = Vec::with_capacity(count.min(MAX_TRUST));
        for _ in 0..count {
            all.push(T::read(from)?);
        }
        Some(all)
    }
}

impl<T: Kept> Kept for ThinVec<T> {
    fn write(&self, to: &mut Writer) -> Option<()> {
        u32::try_from(self.len()).ok()?.write(to)?;
        self.iter().try_for_each(|one| one.write(to))
    }

    fn read(from: &mut Reader) -> Option<ThinVec<T>> {
        Vec::read(from).map(ThinVec::from)
    }
}

impl<T: Kept> Kept for Option<T> {
    fn write(&self, to: &mut Writer) -> Option<()> {
        self.is_some().write(to)?;
        self.iter().try_for_each(|one| one.write(to))
    }

    fn read(from: &mut Reader) -> Option<Option<T>> {
        Some(if bool::read(from)? { Some(T::read(from)?) } else { None })
    }
}

impl<T: Kept> Kept for Box<T> {
    fn write(&self, to: &mut Writer) -> Option<()> {
        (**self).write(to)
    }

    fn read(from: &mut Reader) -> Option<Box<T>> {
        Some(Box::new(T::read(from)?))
    }
}

impl<A: Kept, B: Kept> Kept for (A, B) {
    fn write(&self, to: &mut Writer) -> Option<()> {
        self.0.write(to)?;
        self.1.write(to)
    }

    fn read(from: &mut Reader) -> Option<(A, B)> {
        Some((A::read(from)?, B::read(from)?))
    }
}

/// A word by its number among those of its language.
impl Kept for &'static Word {
    fn write(&self, to: &mut Writer) -> Option<()> {
        to.words.number(self)?.write(to)
    }

    fn read(from: &mut Reader) -> Option<&'static Word> {
        let number = u32::read(from)?;
        from.words.numbered(number)
    }
}

impl Kept for Span {
    fn write(&self, to: &mut Writer) -> Option<()> {
        let last = std::mem::replace(&mut to.span, *self);
        self.start.wrapping_sub(last.start).cast_signed().write(to)?;
        self.end.wrapping_sub(self.start).write(to)?;
        self.line.wrapping_sub(last.line).cast_signed().write(to)?;
        self.column.write(to)?;
        self.end_line.wrapping_sub(self.line).write(to)?;
        self.end_column.write(to)
    }

    fn read(from: &mut Reader) -> Option<Span> {
        let last = from.span;
        let start = last.start.wrapping_add(i32::read(from)?.cast_unsigned());
        let end = start.wrapping_add(u32::read(from)?);
        let line = last.line.wrapping_add(i32::read(from)?.cast_unsigned());
        let column = u32::read(from)?;
        let end_line = line.wrapping_add(u32::read(from)?);
        from.span = Span { start, end, line, column, end_line, end_column: u32::read(from)? };
        Some(from.span)
    }
}

impl Kept for Expr {
    fn write(&self, to: &mut Writer) -> Option<()> {
        to.depth += 1;
        if to.depth > MAX_DEPTH {
            return None;
        }
        self.span.write(to)?;
        self.means.write(to)?;
        self.kind.write(to)?;
        to.depth -= 1;
        Some(())
    }

    fn read(from: &mut Reader) -> Option<Expr> {
        from.depth += 1;
        if from.depth > MAX_DEPTH {
            return None;
        }
        let (span, means) = (Kept::read(from)?, Kept::read(from)?);
        let kind = Kept::read(from)?;
        from.depth -= 1;
        Some(Expr { kind, span, means })
    }
}

impl Kept for Keyword {
    fn write(&self, to: &mut Writer) -> Option<()> {
        to.out.push(match self {
            Keyword::Class => 0,
            Keyword::Module => 1,
            Keyword::Singleton => 2,
        });
        Some(())
    }

    fn read(from: &mut Reader) -> Option<Keyword> {
        Some(match from.byte()? {
            0 => Keyword::Class,
            1 => Keyword::Module,
            2 => Keyword::Singleton,
            _ => return None,
        })
    }
}

/// Structures, field by field.
macro_rules! fields {
    ($($name:ident { $($field:ident)* })*) => {
        $(impl Kept for $name {
            fn write(&self, to: &mut Writer) -> Option<()> {
                $(self.$field.write(to)?;)*
                Some(())
            }

            fn read(from: &mut Reader) -> Option<$name> {
                Some($name { $($field: Kept::read(from)?),* })
            }
        })*
    };
}

fields! {
    Call { receiver name arguments options block called }
    ClassBody { keyword name head parents options body }
    Def { name on_class head parameters types returns body }
    Import { local from name }
    Lambda { parameters body }
}

/// The kinds of code, each with its number and its parts.
macro_rules! kinds {
    ($($number:literal $name:ident $($part:ident)*,)*) => {
        impl Kept for Kind {
            fn write(&self, to: &mut Writer) -> Option<()> {
                match self {
                    Kind::Null => to.out.push(0),
                    $(Kind::$name($($part),*) => {
                        to.out.push($number);
                        $($part.write(to)?;)*
                    })*
                }
                Some(())
            }

            fn read(from: &mut Reader) -> Option<Kind> {
                Some(match from.byte()? {
                    0 => Kind::Null,
                    $($number => {
                        $(let $part = Kept::read(from)?;)*
                        Kind::$name($($part),*)
                    })*
                    _ => return None,
                })
            }
        }
    };
}

kinds! {
    1 Bool a,
    2 Number a,
    3 Text a,
    4 Symbol a,
    5 Template a,
    6 List a,
    7 Map a,
    8 Range a b,
    9 Name a,
    10 Call a,
    11 Index a b,
    12 Not a,
    13 Binary a b c,
    14 If a b c,
    15 Sequence a,
    16 Lambda a,
    17 Assign a b,
    18 Exit a,
    19 Splat a,
    20 Class a,
    21 Def a,
    22 Typed a b,
    23 Decorated a b,
    24 Try a b,
    25 Import a,
    26 Other a,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        source::Language,
        syntax::{code, words_for},
    };

    const TEXTS: &[(Language, &str)] = &[
        (
            Language::Ruby,
            "class A::User < Base\n  default_scope { where(deleted_at: nil) } if column_names.include?('é')\n  def x(a = 1, *b) = a.map(&:y)[1..]\nend\n",
        ),
        (
            Language::Python,
            "from a import b as c\n@d(1)\nclass User(models.Model, x=1):\n    n: int = not -1\n    def f(self, *a: T, k=None) -> R:\n        try:\n            return f'{a} é' if k else [*a]\n        except E:\n            raise\n",
        ),
        (
            Language::TypeScript,
            "import x from 'y';\nexport class User extends Model<A> { @Column({ type: `t${x}` }) name?: string = null }\n",
        ),
    ];

    #[test]
    fn what_comes_back_is_what_went_in() {
        for (language, text) in TEXTS {
            let words = words_for(*language).unwrap();
            let made = code(*language, text).unwrap();
            let bytes = encode(&made, words).unwrap();
            let back = decode(&bytes, words).unwrap();
            assert_eq!((&back.program, &back.limits), (&made.program, &made.limits));
        }
    }

    #[test]
    fn bytes_that_are_cut_short_or_changed_do_no_harm() {
        for (language, text) in TEXTS {
            let words = words_for(*language).unwrap();
            let bytes = encode(&code(*language, text).unwrap(), words).unwrap();
            for at in 0..bytes.len() {
                assert!(decode(&bytes[..at], words).is_none());
                for value in [0, 1, 0x7f, 0x80, 0xff] {
                    let mut changed = bytes.clone();
                    changed[at] = value;
                    let _ = decode(&changed, words);
                }
            }
        }
    }

    #[test]
    fn nothing_lies_deeper_than_it_may() {
        let words = words_for(Language::Ruby).unwrap();
        // `!` of `!` of …
        let bytes: Vec<u8> = [0, 0, 0, 0, 0, 0, 0, 12].repeat(100_000);
        assert!(decode(&bytes, words).is_none());
        let mut deep = Expr::empty(Span::default());
        for _ in 0..MAX_DEPTH {
            deep = Expr::new(Kind::Not(Box::new(deep)), Span::default());
        }
        assert!(encode(&Code { program: deep, limits: Vec::new() }, words).is_none());
    }
}
