const { Sequelize, DataTypes, Model } = require('sequelize');

const sequelize = new Sequelize(process.env.DATABASE_URL, { define: { underscored: true } });

const stamps = { createdAt: { type: DataTypes.DATE, field: 'made_on' } };

const Person = sequelize.define(
  'Person',
  {
    firstName: DataTypes.STRING(80),
    fullName: { type: DataTypes.VIRTUAL, get() { return this.firstName; } },
    ...stamps,
  },
  { updatedAt: false }
);

class Badge extends Model {
  static initialize() {
    return super.init({ code: { type: DataTypes.STRING, primaryKey: true } }, { sequelize, tableName: 'badges', timestamps: false });
  }
}

const Membership = sequelize.define('membership', { since: DataTypes.DATEONLY }, { timestamps: false });
const Team = sequelize.define('Team', { name: DataTypes.TEXT }, { freezeTableName: true, timestamps: false, underscored: false });

Person.belongsTo(Team, { as: 'homeTeam' });
Team.hasMany(Badge, { foreignKey: { name: 'teamId', field: 'team' } });
Person.belongsToMany(Team, { through: Membership });

customElements.define('user-card', UserCard, { extends: 'div' });

module.exports = { Person, Badge, Membership, Team };
