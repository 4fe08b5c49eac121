import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names for how a page was looked at: one's own, and those that were shared. */
export class SavedView1704068200000 implements MigrationInterface {
  name = 'SavedView1704068200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saved_view (
        id uuid primary key,
        plan_id uuid not null references plan,
        owner_id uuid not null references app_user,
        -- tasks, board, or areas/<area id>
        page text not null,
        name text not null,
        -- The search of the page's address: filters, never what they find.
        search text not null,
        shared boolean not null,
        version int not null default 1,
        unique (plan_id, owner_id, page, name)
      );
      create index saved_view_page on saved_view (plan_id, page) where shared;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table saved_view`);
  }
}
