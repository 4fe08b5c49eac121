import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What keeps a plan on course: extensions, adjustments, urging, contested lights, instructions, news, nightly jobs. */
export class Steering1704067700000 implements MigrationInterface {
  name = 'Steering1704067700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table extension (
        id uuid primary key,
        plan_id uuid not null references plan,
        task_id uuid not null references task,
        due_date_before date not null,
        due_date date not null,
        reason text not null,
        progress text not null,
        state text not null check (state in ('asked', 'approved', 'granted', 'refused')),
        asked_by uuid not null references app_user,
        asked_on date not null,
        -- Plan office and leader, as far as they decided: [{by: {id, name}, at, move, reason}].
        decisions jsonb not null default '[]',
        version int not null default 1
      );
      create unique index extension_open on extension (task_id) where state in ('asked', 'approved');
      create index extension_task on extension (task_id, asked_on);
      create index extension_plan on extension (plan_id, state);
      create table adjustment (
        id uuid primary key,
        plan_id uuid not null references plan,
        task_id uuid not null references task,
        kind text not null check (kind in ('target', 'units', 'milestone', 'date', 'merge')),
        -- The target, the milestone, or the task that this one is merged into.
        subject_id uuid,
        before jsonb not null,
        after jsonb not null,
        reason text not null,
        basis text not null,
        effective_on date not null,
        state text not null check (state in ('proposed', 'approved', 'applied', 'refused', 'failed')),
        proposed_by uuid not null references app_user,
        proposed_on date not null,
        decided_by uuid references app_user,
        decided_on date,
        decision_reason text,
        applied_on date,
        version int not null default 1
      );
      create index adjustment_task on adjustment (task_id, proposed_on);
      create index adjustment_plan on adjustment (plan_id, state, effective_on);
      create table urging (
        id uuid primary key,
        plan_id uuid not null references plan,
        task_id uuid not null references task,
        unit_id uuid not null references unit,
        level text not null check (level in ('notice', 'blue', 'orange', 'red', 'manual')),
        -- What it is about, so that none is written twice: date:<due>, milestone:<id>:<due>, report:<form>:<period>; null by hand.
        about text,
        due_date date,
        -- What the system says of it: {cause, subject, dueDate, past}; null by hand.
        facts jsonb,
        -- As a person wrote it; null where the system's own words stand.
        text text,
        state text not null check (state in ('drafted', 'issued', 'acknowledged', 'lifted')),
        -- By when the unit answers.
        answer_by date not null,
        drafted_on date not null,
        issued_on date,
        created_by uuid references app_user,
        signed_by uuid references app_user,
        acknowledged_by uuid references app_user,
        acknowledged_on date,
        measures text,
        promised_for date,
        lifted_reason text,
        version int not null default 1
      );
      create unique index urging_about on urging (task_id, unit_id, about, level) where about is not null;
      create index urging_task on urging (task_id, drafted_on);
      create index urging_unit on urging (unit_id, state);
      create index urging_plan on urging (plan_id, state);
      create table light_contest (
        id uuid primary key,
        plan_id uuid not null references plan,
        task_id uuid not null references task,
        unit_id uuid not null references unit,
        colour text,
        light_as_of date,
        reason text not null,
        raised_by uuid not null references app_user,
        raised_on date not null,
        upheld boolean,
        answer text,
        answered_by uuid references app_user,
        answered_on date,
        version int not null default 1
      );
      create index light_contest_task on light_contest (task_id, raised_on);
      create unique index light_contest_open on light_contest (task_id, unit_id) where answered_on is null;
      create table instruction (
        id uuid primary key,
        plan_id uuid not null references plan,
        task_id uuid not null references task,
        text text not null,
        state text not null check (state in ('open', 'answered', 'closed')),
        written_by uuid not null references app_user,
        written_on date not null,
        answer_by date not null,
        -- [{by: {id, name}, on, text}]
        answers jsonb not null default '[]',
        closed_on date,
        version int not null default 1
      );
      create index instruction_task on instruction (task_id, written_on);
      create table notification (
        id uuid primary key,
        seq bigint generated always as identity,
        plan_id uuid references plan,
        user_id uuid not null references app_user,
        task_id uuid references task,
        kind text not null,
        detail jsonb not null default '{}',
        at timestamptz not null,
        business_date date not null,
        read_at timestamptz
      );
      create index notification_user on notification (user_id, seq desc);
      create index notification_unread on notification (user_id) where read_at is null;
      create unique index notification_digest on notification (user_id, business_date) where kind = 'digest';
      create table job_run (
        id uuid primary key,
        job text not null,
        business_date date not null,
        started_at timestamptz not null,
        finished_at timestamptz,
        outcome text not null check (outcome in ('done', 'failed')),
        counts jsonb not null default '{}',
        error text,
        attempts int not null default 1,
        unique (job, business_date)
      );
      create table calendar_feed (
        user_id uuid primary key references app_user,
        token_hash bytea not null unique,
        created_at timestamptz not null
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop table calendar_feed, job_run, notification, instruction, light_contest, urging, adjustment, extension`,
    );
  }
}
