import { MigrationInterface, QueryRunner } from 'typeorm';

export class Secrets2 implements MigrationInterface {
  async up(queryRunner: QueryRunner) {
    await queryRunner.query('ALTER TABLE "users" ADD "api_token" varchar');
    await queryRunner.query('ALTER TABLE "users" ADD "pin" varchar');
  }
  async down() {}
}
