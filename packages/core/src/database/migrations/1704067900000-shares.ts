import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Shares (分工) that are accepted, and broken down to the units below with sub-targets and steps of their own. */
export class Shares1704067900000 implements MigrationInterface {
  name = 'Shares1704067900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table assignment
        -- What the unit is to do, as the unit above wrote it.
        add column text text,
        -- Of a part that was given after its task was issued; the task's own days hold for all others.
        add column given_on date,
        add column accept_by date,
        add column version int not null default 1;
      create index assignment_parent on assignment (parent_id) where parent_id is not null;
      -- So far the lead unit accepted for all: what is under way stays accepted.
      update assignment a set accepted_on = t.accepted_on from task t
        where t.id = a.task_id and a.role = 'responsible' and a.accepted_on is null and t.accepted_on is not null;
      create table share_target (
        id uuid primary key,
        plan_id uuid not null references plan,
        share_id uuid not null references assignment on delete cascade,
        -- Full key: <area>.<metric>; direction and measure are the metric's.
        metric text not null,
        value numeric not null,
        -- Null: the date of what it is a part of.
        due_date date,
        unique (share_id, metric)
      );
      create index share_target_plan on share_target (plan_id);
      create table share_milestone (
        id uuid primary key,
        plan_id uuid not null references plan,
        share_id uuid not null references assignment on delete cascade,
        position int not null,
        -- Laid down by the unit above, not by the unit itself.
        given boolean not null,
        title text not null,
        due_date date not null,
        done_on date,
        note text
      );
      create index share_milestone_share on share_milestone (share_id, position);
      create index share_milestone_open on share_milestone (plan_id, due_date) where done_on is null;
      -- The file stays with the task when the share it was filed for is gone.
      alter table task_evidence add column share_milestone_id uuid references share_milestone on delete set null;
      create index task_evidence_share_milestone on task_evidence (share_milestone_id) where share_milestone_id is not null;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table task_evidence drop column share_milestone_id;
      drop table share_milestone, share_target;
      drop index assignment_parent;
      alter table assignment drop column text, drop column given_on, drop column accept_by, drop column version;`);
  }
}
