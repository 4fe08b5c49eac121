import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a slip's step was called when it was written: names are an area's own, and change. */
export class UrgingTitle1704067840000 implements MigrationInterface {
  name = 'UrgingTitle1704067840000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- {zh, en}; null by hand, and for slips from before names could be configured.
      alter table urging add column title jsonb;
      create index urging_plan_drafted on urging (plan_id, drafted_on);
      create index instruction_plan on instruction (plan_id, state, answer_by);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index instruction_plan;
      drop index urging_plan_drafted;
      alter table urging drop column title;`);
  }
}
