import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who waits for an instruction's answer in place of who wrote it, where that one left. */
export class HeldInstructions1704070000001 implements MigrationInterface {
  name = 'HeldInstructions1704070000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table instruction add column held_by uuid references app_user;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table instruction drop column held_by;`);
  }
}
