"use strict";
const { Model, DataTypes: Types } = require("sequelize");
const User = require("./user").default;

class Post extends Model {}

Post.init(
  { title: { type: Types.STRING, allowNull: false }, body: Types.TEXT },
  { sequelize, paranoid: true, defaultScope: { where: { hidden: false } } },
);

function published() {
  return sql`published_at < ${new Date()}`;
}

exports.up = async ({ context: db }) => {
  try {
    await db.addColumn("posts", "pinned", { type: Types.BOOLEAN, defaultValue: false });
  } catch (error) {
    switch (error.code) {
      case "42701":
        break;
      default:
        throw error;
    }
  }
};

module.exports = { Post, published, ...require("./tag") };
