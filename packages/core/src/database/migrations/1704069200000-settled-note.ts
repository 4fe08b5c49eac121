import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was said when a decision was settled by word, not by its task. */
export class SettledNote1704069200000 implements MigrationInterface {
  name = 'SettledNote1704069200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table decision add column settled_note text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table decision drop column settled_note`);
  }
}
