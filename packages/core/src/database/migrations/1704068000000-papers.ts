import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents that are made as jobs, and the urging of material that a meeting waits for. */
export class Papers1704068000000 implements MigrationInterface {
  name = 'Papers1704068000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table export_job (
        id uuid primary key,
        plan_id uuid not null references plan,
        user_id uuid not null references app_user,
        request_id text not null,
        kind text not null,
        parameters jsonb not null,
        title text not null,
        language text not null check (language in ('zh', 'en')),
        state text not null check (state in ('waiting', 'working', 'done', 'failed', 'cancelled')),
        done int not null default 0,
        total int not null default 0,
        -- Of whoever works on it: nobody else may write down how far it is, or its end.
        claim uuid,
        attempts int not null default 0,
        file_name text,
        media_type text,
        result bytea check (result is null or state = 'done'),
        -- Restricted tasks that the file tells of: it is for those only who may know of all of them.
        restricted uuid[] not null default '{}',
        -- {code, zh, en}
        error jsonb,
        -- Real time; one that is worked on and was not touched for a while was interrupted.
        created_at timestamptz not null,
        touched_at timestamptz not null,
        ended_at timestamptz
      );
      create index export_job_user on export_job (user_id, created_at);
      create index export_job_open on export_job (created_at) where state in ('waiting', 'working');
      create table material_urging (
        plan_id uuid not null references plan,
        meeting_id uuid not null references meeting,
        area_id text not null,
        -- A reminder before the date, or an urging after it; once a business date.
        kind text not null check (kind in ('reminder', 'urging')),
        urged_on date not null,
        urged_at timestamptz not null,
        -- Null where the nightly run did it.
        urged_by uuid references app_user,
        primary key (meeting_id, area_id, urged_on)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table material_urging, export_job`);
  }
}
