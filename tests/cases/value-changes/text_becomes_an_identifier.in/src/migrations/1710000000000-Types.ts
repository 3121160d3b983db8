import { MigrationInterface, QueryRunner } from 'typeorm'

export class Types1710000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(`ALTER TABLE "note" ALTER COLUMN "threadId" type uuid USING "threadId"::uuid`)
        await queryRunner.query(`ALTER TABLE "note" ALTER COLUMN "authorId" type uuid USING "authorId"::uuid`)
    }
}
