import { MigrationInterface, QueryRunner, TableColumn } from 'typeorm';

export class DeletedAt1 implements MigrationInterface {
  async up(queryRunner: QueryRunner) {
    await queryRunner.addColumn(
      'order_item',
      new TableColumn({ name: 'deleted_at', type: 'timestamp', isNullable: false, default: 'now()' })
    );
  }

  async down(queryRunner: QueryRunner) {
    await queryRunner.dropColumn('order_item', 'deleted_at');
  }
}
