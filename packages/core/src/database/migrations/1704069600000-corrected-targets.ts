import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A configuration corrects what a target said; an adjustment changes what follows: which of them judges a period. */
export class CorrectedTargets1704069600000 implements MigrationInterface {
  name = 'CorrectedTargets1704069600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether the row says what should have been said before its first day.
      alter table target add column corrects boolean not null default false;
      update target t set corrects = true where valid_from is not null and exists (select from area_config c
        where c.plan_id = t.plan_id and c.area_id = t.area_id and c.state = 'in-force' and c.effective_from = t.valid_from)
        and not exists (select from adjustment a where a.task_id = t.task_id and a.kind = 'target'
          and a.state = 'applied' and a.effective_on = t.valid_from);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table target drop column corrects;`);
  }
}
