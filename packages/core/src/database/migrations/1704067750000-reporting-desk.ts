import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What makes reporting in bulk and by others possible: imported workbooks, and deputies who sign. */
export class ReportingDesk1704067750000 implements MigrationInterface {
  name = 'ReportingDesk1704067750000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table import_run (
        id uuid primary key,
        plan_id uuid not null references plan,
        user_id uuid not null references app_user,
        area_id text not null,
        form_key text not null,
        period text not null,
        state text not null check (state in ('checking', 'saved', 'refused', 'cancelled')),
        total int not null,
        checked int not null default 0,
        faulty int not null default 0,
        -- The workbook that was sent in, with what became of each row.
        result bytea,
        -- Real time; one that was not touched for a while was interrupted.
        created_at timestamptz not null,
        touched_at timestamptz not null
      );
      create index import_run_user on import_run (user_id, created_at);
      create table deputy (
        id uuid primary key,
        unit_id uuid not null references unit,
        -- The head who named the deputy (授权代签), and who signs on that behalf.
        head_id uuid not null references app_user,
        deputy_id uuid not null references app_user check (deputy_id <> head_id),
        -- Forms that it holds for, as <area>.<form>; null for all.
        forms text[],
        valid_from date not null,
        valid_to date not null check (valid_to >= valid_from),
        revoked_on date,
        named_at timestamptz not null
      );
      create index deputy_person on deputy (deputy_id, valid_to);
      create index deputy_unit on deputy (unit_id, valid_to);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table deputy, import_run`);
  }
}
