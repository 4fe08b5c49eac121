import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a version of an area's configuration replaced, and the days on which a target stands: one that was changed
 * ends, its successor begins, and both stay. The version before writes none of these, and its targets stand always.
 */
export class AreaConfig1704067600000 implements MigrationInterface {
  name = 'AreaConfig1704067600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table area_config
      add column base jsonb not null default '{}',
      add column sections text[] not null default '{}',
      add column own_version int not null default 1,
      add column rollback_of int,
      add column decision_reason text`);
    await runner.query(
      `comment on column area_config.base is 'The whole configuration as it stood before this version'`,
    );
    await runner.query(`alter table target add column valid_from date, add column valid_to date`);
    await runner.query(
      `comment on column target.valid_to is 'Last day on which the target stands; null while it does. Not the day by which it is to be reached'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table target drop column valid_from, drop column valid_to`);
    await runner.query(`alter table area_config drop column base, drop column sections, drop column own_version,
      drop column rollback_of, drop column decision_reason`);
  }
}
