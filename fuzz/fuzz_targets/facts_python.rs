//! Facts and changes of Python.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| ormscope_fuzz::file(&["shop/models.py", "shop/migrations/0002_change.py", "alembic/versions/1_change.py"], text));
