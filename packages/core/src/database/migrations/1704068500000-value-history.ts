import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who set which field to what while a revision was filled in: its text alone tells only who handed it in. */
export class ValueHistory1704068500000 implements MigrationInterface {
  name = 'ValueHistory1704068500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of the revision that is being filled in: {field: [{value, by, at}]}, oldest first. Empty once handed in.
      alter table report add column changes jsonb not null default '{}';
      -- The same, as it was when the revision was handed in. Empty for those from before it was kept.
      alter table report_revision add column changes jsonb not null default '{}';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table report_revision drop column changes;
      alter table report drop column changes;`);
  }
}
