import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One expected report of a closed period may be let through until a day: a lock that is lifted for all is no lock. */
export class ReopenedPeriods1704068600000 implements MigrationInterface {
  name = 'ReopenedPeriods1704068600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Last day, inclusive; null where the closing of the period holds.
      alter table expectation add column reopened_until date;
      alter table expectation add column reopened_reason text;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table expectation drop column reopened_reason;
      alter table expectation drop column reopened_until;`);
  }
}
