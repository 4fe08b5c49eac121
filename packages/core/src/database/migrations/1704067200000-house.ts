import type { MigrationInterface, QueryRunner } from 'typeorm';

const units = `
create table unit (
  id uuid primary key,
  code text not null unique,
  name text not null,
  kind text not null check (kind in ('bureau', 'department', 'county', 'station', 'team', 'group')),
  closed_on date,
  successor_id uuid references unit,
  version int not null default 1
);
comment on table unit is 'A node of the organisation tree, or a group of units that rolls up beside it';

create table unit_placement (
  id uuid primary key,
  unit_id uuid not null references unit,
  parent_id uuid references unit,
  path text collate "C" not null,
  -- Units whose roll-ups this one counts in: from the root down to itself, then the groups that hold one of these.
  ancestors uuid[] not null,
  valid_from date not null,
  -- Last day, inclusive; null while it lasts.
  valid_to date,
  unique (unit_id, valid_from),
  check (valid_to is null or valid_to >= valid_from)
);
create index unit_placement_path on unit_placement (path);
create index unit_placement_ancestors on unit_placement using gin (ancestors);

create table unit_group_member (
  group_id uuid not null references unit,
  unit_id uuid not null references unit,
  primary key (group_id, unit_id)
);
`;

const identity = `
create table app_user (
  id uuid primary key,
  username text not null unique,
  name text not null,
  unit_id uuid references unit,
  password_hash text not null,
  must_change_password boolean not null,
  active boolean not null default true,
  failed_logins int not null default 0,
  locked_until timestamptz,
  version int not null default 1
);
create table role_grant (
  id uuid primary key,
  user_id uuid not null references app_user,
  role text not null,
  unit_id uuid references unit,
  area_id text,
  granted_by uuid references app_user,
  granted_at timestamptz not null,
  unique nulls not distinct (user_id, role, unit_id, area_id)
);
create table session (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references app_user,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  user_agent text
);
create index session_by_user on session (user_id);
create table access_token (
  id uuid primary key,
  user_id uuid not null references app_user,
  name text not null,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index access_token_user on access_token (user_id);
`;

const house = `
create table setting (
  key text primary key,
  value jsonb not null
);
create table idempotency (
  actor_id uuid not null,
  method text not null,
  path text not null,
  key text not null,
  body_hash bytea not null,
  status int not null,
  etag text,
  response text not null,
  created_at timestamptz not null,
  primary key (actor_id, method, path, key)
);
create index idempotency_age on idempotency (created_at);
create table audit (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  business_date date not null,
  request_id text not null,
  actor_id uuid,
  actor_name text,
  action text not null,
  subject_type text not null,
  subject_id text,
  plan_id uuid,
  detail jsonb not null default '{}'
);
create table calendar_day (
  date date primary key,
  kind text not null check (kind in ('holiday', 'workday'))
);
create table attachment (
  id uuid primary key,
  name text not null,
  media_type text not null,
  bytes int not null,
  sha256 bytea not null,
  uploaded_by uuid not null references app_user,
  uploaded_at timestamptz not null
);
`;

const plans = `
create table plan (
  id uuid primary key,
  year int not null,
  title text not null,
  bureau text not null,
  root_unit_id uuid not null references unit,
  announced_tasks int not null,
  document_number text,
  issued_on date,
  -- Reports of periods that ended on or before this day are closed.
  closed_through date,
  version int not null default 1
);
create table area_plugin (
  area_id text primary key,
  version text not null,
  contract int not null
);
create table form_definition (
  area_id text not null,
  key text not null,
  version int not null,
  checksum text not null,
  definition jsonb not null,
  primary key (area_id, key, version)
);
create table plan_area (
  plan_id uuid not null references plan,
  area_id text not null,
  number int not null,
  title jsonb not null,
  enabled boolean not null default true,
  version int not null default 1,
  primary key (plan_id, area_id),
  unique (plan_id, number)
);
create table area_config (
  id uuid primary key,
  plan_id uuid not null,
  area_id text not null,
  version int not null,
  value jsonb not null,
  effective_from date not null,
  reason text not null,
  created_by uuid references app_user,
  created_at timestamptz not null,
  state text not null check (state in ('proposed', 'in-force', 'refused')),
  decided_by uuid references app_user,
  decided_at timestamptz,
  unique (plan_id, area_id, version),
  foreign key (plan_id, area_id) references plan_area
);
create table task (
  id uuid primary key,
  plan_id uuid not null references plan,
  area_id text not null,
  number int,
  title text,
  -- What the published outline prints; all that others may read of a restricted task.
  outline_title text,
  visibility text not null check (visibility in ('open', 'restricted', 'withheld')),
  state text not null,
  origin text not null,
  basis text,
  summary text,
  leader_id uuid references app_user,
  due_date date,
  original_due_date date,
  multi_year_until date,
  issued_on date,
  accept_by date,
  accepted_on date,
  declined boolean not null default false,
  awaiting_superior boolean not null default false,
  closure_requested_by uuid references app_user,
  pre_approved_by uuid references app_user,
  closed_on date,
  pending jsonb,
  override jsonb,
  light_colour text,
  light_closed text,
  light_reasons jsonb not null default '[]',
  light_as_of date,
  light_rules text,
  version int not null default 1,
  foreign key (plan_id, area_id) references plan_area
);
create unique index task_number on task (plan_id, number);
create index task_due on task (plan_id, due_date, id);
create index task_area on task (plan_id, area_id);
create table task_knower (
  plan_id uuid not null references plan,
  task_id uuid not null references task,
  user_id uuid not null references app_user,
  primary key (task_id, user_id)
);
create table assignment (
  id uuid primary key,
  plan_id uuid not null references plan,
  task_id uuid not null references task,
  unit_id uuid not null references unit,
  role text not null check (role in ('lead', 'responsible', 'cooperating')),
  parent_id uuid references assignment,
  accepted_on date,
  handler_id uuid references app_user,
  waived_reason text,
  unique (task_id, unit_id)
);
create unique index assignment_lead on assignment (task_id) where role = 'lead';
create index assignment_unit on assignment (plan_id, unit_id);
create table milestone (
  id uuid primary key,
  plan_id uuid not null references plan,
  task_id uuid not null references task,
  position int not null,
  title text not null,
  due_date date,
  done_on date,
  firm boolean not null,
  note text,
  version int not null default 1,
  unique (task_id, position)
);
create table task_evidence (
  id uuid primary key,
  plan_id uuid not null references plan,
  task_id uuid not null references task,
  milestone_id uuid references milestone,
  attachment_id uuid not null references attachment,
  added_by uuid not null references app_user,
  added_at timestamptz not null
);
create index task_evidence_task on task_evidence (task_id);
create table task_history (
  id uuid primary key,
  seq bigint generated always as identity,
  plan_id uuid not null references plan,
  task_id uuid not null references task,
  at timestamptz not null,
  business_date date not null,
  move text not null,
  from_state text not null,
  to_state text not null,
  actor_id uuid references app_user,
  behalf_of uuid references app_user,
  reason text,
  detail jsonb not null default '{}',
  request_id text not null
);
create index task_history_task on task_history (task_id, seq);
create table task_light (
  plan_id uuid not null references plan,
  task_id uuid not null references task,
  as_of date not null,
  colour text,
  closed text,
  reasons jsonb not null,
  rules text not null,
  primary key (task_id, as_of)
);
`;

const reporting = `
create table target (
  id uuid primary key,
  plan_id uuid not null references plan,
  task_id uuid not null references task,
  area_id text not null,
  -- Full key: <area>.<metric>
  metric text not null,
  unit_id uuid not null references unit,
  direction text not null,
  value numeric,
  measure text not null,
  from_date date,
  due_date date,
  hold_until date,
  per text,
  baseline numeric,
  trajectory jsonb,
  firm boolean not null,
  scope text not null check (scope in ('aggregate', 'each')),
  source text not null check (source in ('document', 'demo', 'entered')),
  basis text,
  confirmed boolean not null,
  position int not null default 0,
  version int not null default 1
);
create index target_plan on target (plan_id, task_id);
create index target_metric on target (plan_id, metric, unit_id);
create table duty (
  id uuid primary key,
  plan_id uuid not null references plan,
  area_id text not null,
  form_key text not null,
  task_id uuid not null references task,
  unique (plan_id, area_id, form_key)
);
create table duty_unit (
  plan_id uuid not null references plan,
  duty_id uuid not null references duty,
  unit_id uuid not null references unit,
  valid_from date not null,
  valid_to date,
  primary key (duty_id, unit_id, valid_from)
);
create table expectation (
  id uuid primary key,
  plan_id uuid not null references plan,
  area_id text not null,
  form_key text not null,
  task_id uuid not null references task,
  unit_id uuid not null references unit,
  period text not null,
  opens_on date not null,
  due_on date not null,
  waived_reason text,
  first_signed_on date,
  -- Whether a revision of its report was ever signed and not returned since.
  received boolean not null default false,
  -- Placement of the unit on the last day of the period.
  ancestors uuid[] not null,
  unique (plan_id, task_id, form_key, unit_id, period)
);
create index expectation_unit on expectation (plan_id, unit_id, due_on);
create index expectation_period on expectation (plan_id, period, area_id);
create index expectation_ancestors on expectation using gin (ancestors);
create table report (
  id uuid primary key,
  plan_id uuid not null references plan,
  area_id text not null,
  form_key text not null,
  form_version int not null,
  config_version int not null,
  task_id uuid not null references task,
  unit_id uuid not null references unit,
  period text not null,
  state text not null,
  revision int not null,
  accepted_revision int,
  data jsonb not null,
  comment text,
  mode text not null,
  filled_for boolean not null,
  filled_by uuid not null references app_user,
  submitted_by uuid references app_user,
  signed_by uuid references app_user,
  returned jsonb,
  version int not null default 1,
  unique (plan_id, task_id, form_key, unit_id, period)
);
create index report_state on report (plan_id, state, area_id);
create index report_unit on report (plan_id, unit_id, period);
create table report_revision (
  plan_id uuid not null references plan,
  report_id uuid not null references report,
  revision int not null,
  form_version int not null,
  config_version int not null,
  data jsonb not null,
  comment text,
  mode text not null,
  submitted_by uuid not null references app_user,
  submitted_at timestamptz not null,
  primary key (report_id, revision)
);
create table report_event (
  id uuid primary key,
  seq bigint generated always as identity,
  plan_id uuid not null references plan,
  report_id uuid not null references report,
  revision int not null,
  at timestamptz not null,
  business_date date not null,
  move text not null,
  from_state text not null,
  to_state text not null,
  actor_id uuid not null references app_user,
  behalf_of uuid references app_user,
  reason text,
  field text,
  request_id text not null
);
create index report_event_report on report_event (report_id, seq);
create table observation (
  plan_id uuid not null references plan,
  metric text not null,
  unit_id uuid not null references unit,
  period text not null,
  status text not null check (status in ('accepted', 'pending')),
  numerator numeric,
  denominator numeric,
  report_id uuid not null references report,
  revision int not null,
  -- Placement of the unit on the last day of the period.
  ancestors uuid[] not null,
  primary key (plan_id, metric, unit_id, period, status)
);
create index observation_report on observation (report_id);
create index observation_pending on observation (plan_id, metric, period) where status = 'pending';
create table rollup (
  plan_id uuid not null references plan,
  unit_id uuid not null references unit,
  metric text not null,
  period text not null,
  -- Of the period: sums over the subtree; for a latest metric, of each unit's last value at or before its end.
  numerator numeric not null,
  denominator numeric not null,
  units int not null,
  -- From the plan year's first day to the period's end.
  ytd_numerator numeric not null,
  ytd_denominator numeric not null,
  ytd_units int not null,
  primary key (plan_id, unit_id, period, metric)
);
`;

export class House1704067200000 implements MigrationInterface {
  name = 'House1704067200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [units, identity, house, plans, reporting]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table rollup, observation, report_event, report_revision, report, expectation, duty_unit, duty, target,
        task_light, task_history, task_evidence, milestone, assignment, task_knower, task, area_config, plan_area,
        form_definition, area_plugin, plan, attachment, calendar_day, audit, idempotency, setting,
        access_token, session, role_grant, app_user, unit_group_member, unit_placement, unit`);
  }
}
