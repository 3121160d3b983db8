import { MigrationInterface, QueryRunner } from 'typeorm';

export class AddToken1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner) {
    await queryRunner.query(`ALTER TABLE "users" ADD "token" character varying`);
  }
}
