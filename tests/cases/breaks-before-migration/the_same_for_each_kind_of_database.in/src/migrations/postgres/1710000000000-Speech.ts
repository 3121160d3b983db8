import { MigrationInterface, QueryRunner } from 'typeorm'

export class Speech1710000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(`ALTER TABLE "flow" ADD COLUMN "speech" TEXT`)
    }
}
