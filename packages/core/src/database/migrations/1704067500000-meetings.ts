import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Meetings1704067500000 implements MigrationInterface {
  name = 'Meetings1704067500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table meeting (
        id uuid primary key,
        plan_id uuid not null references plan,
        title text not null,
        held_on date not null,
        period text not null,
        collect_by date not null,
        place text,
        state text not null check (state in ('planned', 'collecting', 'frozen', 'open', 'closed')),
        previous_id uuid references meeting,
        agenda jsonb not null,
        -- What the room shows now: {page, by, at}.
        stage jsonb,
        -- The record: {state, header, number, text, recipients, countersignedBy, issuedOn, addenda}; null until the meeting closes.
        minutes jsonb,
        -- Paragraphs of the briefing that the secretary wrote: {overview, problems, nextSteps}.
        briefing jsonb,
        created_by uuid not null references app_user,
        version int not null default 1
      );
      create index meeting_plan on meeting (plan_id, held_on);
      create table meeting_participant (
        plan_id uuid not null references plan,
        meeting_id uuid not null references meeting,
        user_id uuid not null references app_user,
        primary key (meeting_id, user_id)
      );
      create table meeting_material (
        plan_id uuid not null references plan,
        meeting_id uuid not null references meeting,
        area_id text not null,
        content jsonb not null,
        handed_in_by uuid not null references app_user,
        handed_in_at timestamptz not null,
        handed_in_on date not null,
        version int not null default 1,
        primary key (meeting_id, area_id)
      );
      -- Frozen pictures: bytes and their hash, never changed. A restricted task is an annex with its own hash.
      create table meeting_snapshot (
        id uuid primary key,
        plan_id uuid not null references plan,
        meeting_id uuid not null references meeting,
        sequence int not null,
        taken_at timestamptz not null,
        as_of date not null,
        taken_by uuid not null references app_user,
        hash bytea not null,
        bytes bytea not null,
        unique (meeting_id, sequence)
      );
      create table meeting_annex (
        plan_id uuid not null references plan,
        snapshot_id uuid not null references meeting_snapshot,
        task_id uuid not null references task,
        hash bytea not null,
        bytes bytea not null,
        primary key (snapshot_id, task_id)
      );
      create table decision (
        id uuid primary key,
        plan_id uuid not null references plan,
        meeting_id uuid not null references meeting,
        number int not null,
        text text not null,
        area_id text,
        lead_unit_id uuid references unit,
        cooperating_unit_ids uuid[] not null,
        due_date date,
        effect text not null,
        task_id uuid references task,
        done_on date,
        created_by uuid not null references app_user,
        version int not null default 1,
        unique (meeting_id, number)
      );
      create index decision_task on decision (task_id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop table decision, meeting_annex, meeting_snapshot, meeting_material, meeting_participant, meeting`,
    );
  }
}
