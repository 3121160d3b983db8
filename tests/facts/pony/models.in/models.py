from pony.orm import Database, Optional, PrimaryKey, Required, Set

db = Database()


class UserProfile(db.Entity):
    name = Required(str)
    nick = Optional(str)
    age = Optional(int)
    color = Optional(str, column="cc", nullable=True)
    posts = Set("Post")


class Admin(UserProfile):
    level = Optional(int)


class Post(db.Entity):
    _table_ = "posts"
    author = Required(UserProfile)


class Pair(db.Entity):
    left = Required(int)
    right = Required(int)
    PrimaryKey(left, right)
