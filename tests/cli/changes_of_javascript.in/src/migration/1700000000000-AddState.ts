import { MigrationInterface, QueryRunner, TableColumn } from "typeorm";

export class AddState1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "users" ADD "lockedAt" TIMESTAMP`);
    await queryRunner.addColumn("users", new TableColumn({ name: "state", type: "varchar" }));
    await queryRunner.renameColumn("users", await newName(), "handle");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn("users", "state");
  }
}
