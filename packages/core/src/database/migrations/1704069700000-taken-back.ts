import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has what a merged unit left, at the end of the line; proposals and requests that were taken back. */
export class TakenBack1704069700000 implements MigrationInterface {
  name = 'TakenBack1704069700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The unit that goes on with what was handed over: the successor, or who succeeded that one in turn.
      alter table unit add column taken_over_by uuid references unit;
      update unit set taken_over_by = (
        with recursive line as (
          select s.id, s.successor_id, s.handed_over_on from unit s where s.id = unit.successor_id
          union select s.id, s.successor_id, s.handed_over_on from unit s join line on s.id = line.successor_id
            where line.handed_over_on is not null)
        select id from line where handed_over_on is null limit 1)
      where handed_over_on is not null;
      create index unit_taken_over_by on unit (taken_over_by) where taken_over_by is not null;
      alter table extension drop constraint extension_state_check,
        add constraint extension_state_check check (state in ('asked', 'approved', 'granted', 'refused', 'withdrawn'));
      alter table adjustment add column withdrawn_by uuid references app_user, add column withdrawn_on date,
        add column withdrawn_reason text, drop constraint adjustment_state_check,
        add constraint adjustment_state_check check (state in ('proposed', 'approved', 'applied', 'refused', 'failed', 'withdrawn'));`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update adjustment set state = 'refused' where state = 'withdrawn';
      alter table adjustment drop constraint adjustment_state_check, drop column withdrawn_by, drop column withdrawn_on,
        drop column withdrawn_reason,
        add constraint adjustment_state_check check (state in ('proposed', 'approved', 'applied', 'refused', 'failed'));
      update extension set state = 'refused' where state = 'withdrawn';
      alter table extension drop constraint extension_state_check,
        add constraint extension_state_check check (state in ('asked', 'approved', 'granted', 'refused'));
      drop index unit_taken_over_by;
      alter table unit drop column taken_over_by;`);
  }
}
