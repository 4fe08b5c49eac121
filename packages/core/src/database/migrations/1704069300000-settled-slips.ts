import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Slips whose cause was gone speak of nothing that could come back: once it does, its steps are written anew. */
export class SettledSlips1704069300000 implements MigrationInterface {
  name = 'SettledSlips1704069300000';

  async up(runner: QueryRunner): Promise<void> {
    // Those that a person lifted carry the reason; the step stays lifted as long as its cause stands.
    await runner.query(
      `update urging set about = null where about is not null and state = 'lifted' and lifted_reason is null`,
    );
  }

  /** What they spoke of is not kept; the version before wrote no step twice and writes none of these. */
  async down(): Promise<void> {}
}
