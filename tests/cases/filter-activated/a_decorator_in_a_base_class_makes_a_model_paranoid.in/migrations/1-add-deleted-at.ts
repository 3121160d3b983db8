import { QueryInterface, DataTypes } from 'sequelize';

export async function up(queryInterface: QueryInterface) {
  await queryInterface.addColumn('documents', 'deleted_at', { type: DataTypes.DATE });
}
