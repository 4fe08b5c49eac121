import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An import that could not go on, and why: its area was switched off meanwhile, say. */
export class FailedImports1704070000000 implements MigrationInterface {
  name = 'FailedImports1704070000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table import_run add column error jsonb, drop constraint import_run_state_check,
        add constraint import_run_state_check check (state in ('checking', 'saved', 'refused', 'cancelled', 'failed'));`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from import_run where state = 'failed';
      alter table import_run drop column error, drop constraint import_run_state_check,
        add constraint import_run_state_check check (state in ('checking', 'saved', 'refused', 'cancelled'));`);
  }
}
