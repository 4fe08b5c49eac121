import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who proposed a target, so that somebody else confirms it; and what the metrics read of each form version, so
 * that the next version is known to carry it on. Both may be absent: the version before writes neither.
 */
export class TargetProposer1704067300000 implements MigrationInterface {
  name = 'TargetProposer1704067300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table target add column proposed_by uuid references app_user`);
    await runner.query(`alter table form_definition add column metric_fields jsonb not null default '{}'`);
    await runner.query(
      `comment on column form_definition.metric_fields is 'Fields that each metric read when this version was installed: {metric: [field]}'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table form_definition drop column metric_fields`);
    await runner.query(`alter table target drop column proposed_by`);
  }
}
