import { MigrationInterface, QueryRunner } from 'typeorm'

export class Init1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('CREATE TABLE "flow" ("id" serial PRIMARY KEY, "body" jsonb)')
        await queryRunner.query('CREATE TABLE "step" ("id" serial PRIMARY KEY, "flowId" integer)')
    }
}
