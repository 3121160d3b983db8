import { MigrationInterface, QueryRunner } from 'typeorm'
import { Kind } from '../kinds'

export class Kind1710000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(`ALTER TABLE \`flow\` MODIFY COLUMN \`kind\` VARCHAR(20) NOT NULL DEFAULT '${Kind.CHAT}'`)
    }
}
