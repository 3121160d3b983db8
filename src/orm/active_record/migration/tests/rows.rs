//! What migrations do to rows, and SQL of their own.

use super::{check, check_file};

#[test]
fn sql() {
    check("execute 'ALTER TABLE users DROP COLUMN a'", &["drop-column users.a"]);
    check(
        "execute <<~SQL.squish\nALTER TABLE users\n  DROP COLUMN a;\nSQL",
        &["drop-column users.a"],
    );
    check(
        "%w[a b].each { |c| execute \"ALTER TABLE users DROP COLUMN #{c}\" }",
        &["drop-column users.a", "drop-column users.b"],
    );
    check("connection.execute('SELECT 1')", &[]);
    check("execute \"ALTER TABLE #{x} DROP COLUMN a\"", &["opaque  ALTER TABLE ? DROP COLUMN a"]);
    check("execute(File.read('x.sql'))", &["opaque  execute(File.read('x.sql'))"]);
    check("execute \"INSERT INTO users VALUES (#{x})\"", &[]);
    check("execute \"UPDATE users SET a = 'y'\"", &["backfill users.a rows 'y'"]);
    check(
        "execute \"UPDATE users SET a = #{connection.quote('y')} WHERE id = #{id}\"",
        &["backfill users.a rows 'y' if id = ?"],
    );
    check("conn = x\nconn.execute('ALTER TABLE users DROP COLUMN a')", &["drop-column users.a"]);
    check("Command.execute('hello there')", &[]);
}

#[test]
fn backfills() {
    check(
        "User.update_all(a: 1, b: nil)",
        &["backfill User:.a rows 1", "backfill User:.b rows NULL"],
    );
    check("Admin::User.unscoped.update_all(a: true)", &["backfill Admin::User:.a rows TRUE"]);
    check(
        "User.where(b: nil).update_all(a: Time.current)",
        &["backfill User:.a rows a value if where(b: nil)"],
    );
    check("User.in_batches.update_all a: SecureRandom.hex", &["backfill User:.a rows a value"]);
    check("User.in_batches { |b| b.update_all(a: 'x') }", &["backfill User:.a rows 'x'"]);
    check(
        "User.in_batches(of: 10) do |b|\nb.where.not(c: 1).update_all(a: 'x')\nend",
        &["backfill User:.a rows 'x' if where && not(c: 1)"],
    );
    check("User.find_each { |u| u.update!(a: u.b) }", &["backfill User:.a rows unknown"]);
    check(
        "User.find_each { |u| u.update_column(:a, 'x') if u.b }",
        &["backfill User:.a rows 'x' if u.b"],
    );
    check(
        "User.find_each { |u| next unless u.b\nu.update_columns(a: 2.days.ago) }",
        &["backfill User:.a rows a value if u.b"],
    );
    check(
        "User.find_each { |u| return if u.b\nu.update!(a: []) }",
        &["backfill User:.a rows a value if !(u.b)"],
    );
    check("return if reverting?\nUser.update_all(a: 1)", &["backfill User:.a rows 1"]);
    check(
        "x? ? User.update_all(a: 1) : User.update_all(a: 2)",
        &["backfill User:.a rows 1 if x?", "backfill User:.a rows 2 if !(x?)"],
    );
    check(
        "users = User.where(b: 1)\nusers.update_all(a: 'x')",
        &["backfill User:.a rows 'x' if where(b: 1)"],
    );
    check("User.all.each do |u|\nu.a = 'x'\nu.save!\nend", &["backfill User:.a rows 'x'"]);
    check(
        "User.update_all(\"a = 'x', b = now()\")",
        &["backfill User:.a rows 'x'", "backfill User:.b rows a value"],
    );
    check("User.update_all(['a = ?', 1])", &["backfill User:.a rows 1"]);
    check("User.find_each { |u| u.posts.update_all(a: 1) }", &[]);
    check("update_column_in_batches(:users, :a, true)", &["backfill users.a rows TRUE"]);
    check(
        "%w[User Post].each { |m| m.constantize.update_all(a: 1) }",
        &["backfill User:.a rows 1", "backfill Post:.a rows 1"],
    );
    check_file(
        "class X < ActiveRecord::Migration[7.1]
           class Member < ActiveRecord::Base; self.table_name = 'users'; end
           class BlogPost < ApplicationRecord; end
           Old = Class.new(ActiveRecord::Base) { self.table_name = :olds }
           class Sub < ::Person; end
           def up
             Member.update_all(a: 1)
             X::BlogPost.update_all(a: 1)
             Old.update_all(a: 1)
             Sub.update_all(a: 1)
             add_column Member.table_name, :b, :string
           end
         end",
        &[
            "backfill users.a rows 1",
            "backfill blog_posts.a rows 1",
            "backfill olds.a rows 1",
            "backfill Person:.a rows 1",
            "add-column users.b string null rows NULL",
        ],
    );
}
