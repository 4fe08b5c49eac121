import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A deputy may also act on the tasks that the head's unit leads; what is asked so names both. */
export class DeputedTasks1704068300000 implements MigrationInterface {
  name = 'DeputedTasks1704068300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Those named before it sign reports, and no more.
      alter table deputy add column tasks boolean not null default false;
      -- The head in whose place a deputy asked.
      alter table extension add column asked_for uuid references app_user;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table extension drop column asked_for;
      alter table deputy drop column tasks;`);
  }
}
