import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A task goes on in the next year's plan once at most. */
export class CarriedTasks1704069800000 implements MigrationInterface {
  name = 'CarriedTasks1704069800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table task add column carried_from uuid unique references task;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table task drop column carried_from;`);
  }
}
