import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Last year's values beside this year's; whether units are ranked; when a merged unit's work was handed over. */
export class LastYearAndMergers1704068400000 implements MigrationInterface {
  name = 'LastYearAndMergers1704068400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table prior_import (
        id uuid primary key,
        plan_id uuid not null references plan,
        state text not null check (state in ('saved', 'refused')),
        source text not null,
        -- Why values that stood were replaced.
        reason text,
        rows int not null,
        faulty int not null,
        replaced int not null,
        -- The workbook that was sent in, with what is wrong marked in its cells.
        result bytea,
        imported_by uuid references app_user,
        imported_at timestamptz not null
      );
      create index prior_import_plan on prior_import (plan_id, imported_at);
      -- Periods are last year's. A value that was replaced stays, and says by which import.
      create table prior_value (
        plan_id uuid not null references plan,
        import_id uuid not null references prior_import,
        metric text not null,
        unit_id uuid not null references unit,
        period text not null,
        numerator numeric not null,
        denominator numeric not null,
        replaced_by uuid references prior_import,
        primary key (import_id, metric, unit_id, period)
      );
      create unique index prior_value_standing on prior_value (plan_id, metric, unit_id, period) where replaced_by is null;
      create table prior_rollup (
        plan_id uuid not null references plan,
        unit_id uuid not null references unit,
        metric text not null,
        period text not null,
        numerator numeric not null,
        denominator numeric not null,
        units int not null,
        ytd_numerator numeric not null,
        ytd_denominator numeric not null,
        ytd_units int not null,
        primary key (plan_id, unit_id, period, metric)
      );
      comment on table prior_rollup is 'What last year''s imported values add up to; never part of this year''s roll-ups';
      alter table plan add column ranking boolean not null default false;
      -- When a closed unit's open work went to its successor; null until the day after its last one.
      alter table unit add column handed_over_on date;
      update unit set handed_over_on = closed_on where closed_on is not null;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table unit drop column handed_over_on;
      alter table plan drop column ranking;
      drop table prior_rollup, prior_value, prior_import;`);
  }
}
