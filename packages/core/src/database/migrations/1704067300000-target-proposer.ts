import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who proposed a target, so that somebody else confirms it; what the metrics read of each form version, so that
 * the next version is known to carry it on; and the reports that an attachment was filled into, which say who may
 * read it. All may be absent: the version before writes none of them.
 */
export class TargetProposer1704067300000 implements MigrationInterface {
  name = 'TargetProposer1704067300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table target add column proposed_by uuid references app_user`);
    await runner.query(`alter table form_definition add column metric_fields jsonb not null default '{}'`);
    await runner.query(
      `create table report_attachment (
        plan_id uuid not null references plan,
        report_id uuid not null references report,
        attachment_id uuid not null references attachment,
        primary key (attachment_id, report_id)
      )`,
    );
    await runner.query(
      `comment on column form_definition.metric_fields is 'Fields that each metric read when this version was installed: {metric: [field]}'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table report_attachment`);
    await runner.query(`alter table form_definition drop column metric_fields`);
    await runner.query(`alter table target drop column proposed_by`);
  }
}
