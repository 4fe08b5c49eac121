import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everybody who ever saved a report, not only the last: none of them accepts it. */
export class ReportWriters1704069500000 implements MigrationInterface {
  name = 'ReportWriters1704069500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table report add column writers uuid[] not null default '{}';
      update report r set writers = array(
        select r.filled_by union
        select (change ->> 'by')::uuid from (
          select r.changes union all select v.changes from report_revision v where v.report_id = r.id) kept,
          jsonb_path_query(kept.changes, '$.*[*]') change);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table report drop column writers;`);
  }
}
