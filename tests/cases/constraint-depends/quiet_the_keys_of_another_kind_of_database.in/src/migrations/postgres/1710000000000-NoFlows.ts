import { MigrationInterface, QueryRunner } from 'typeorm'

export class NoFlows1710000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('DROP TABLE "flow"')
    }
}
