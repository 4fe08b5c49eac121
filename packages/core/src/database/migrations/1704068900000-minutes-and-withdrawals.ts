import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every place of the minutes to fill in, who is asked to countersign them, and what was decided or called by mistake. */
export class MinutesAndWithdrawals1704068900000 implements MigrationInterface {
  name = 'MinutesAndWithdrawals1704068900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table meeting drop constraint meeting_state_check,
        add constraint meeting_state_check check (state in ('planned', 'collecting', 'frozen', 'open', 'closed', 'withdrawn')),
        add column withdrawn_by uuid references app_user,
        add column withdrawn_on date,
        add column withdrawn_reason text,
        add constraint meeting_withdrawn_check check ((state = 'withdrawn') = (withdrawn_reason is not null));
      alter table decision
        add column withdrawn_by uuid references app_user,
        add column withdrawn_on date,
        add column withdrawn_reason text;
      update meeting set minutes = minutes || jsonb_build_object('title', '', 'issuer', '', 'present', '[]'::jsonb, 'absent', '[]'::jsonb,
        'observing', '[]'::jsonb, 'printedBy', '', 'printedOn', null, 'countersigners', '[]'::jsonb, 'issuedBy', null,
        'drafters', jsonb_build_array(minutes->'draftedBy')) where minutes is not null;
      -- Who came was read from those who were asked to come, till now.
      update meeting m set minutes = jsonb_set(minutes, '{present}', coalesce((select jsonb_agg(u.name order by u.name)
        from meeting_participant p join app_user u on u.id = p.user_id where p.meeting_id = m.id), '[]')) where minutes is not null;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update meeting set state = 'closed', withdrawn_reason = null where state = 'withdrawn';
      alter table meeting drop constraint meeting_withdrawn_check, drop constraint meeting_state_check,
        add constraint meeting_state_check check (state in ('planned', 'collecting', 'frozen', 'open', 'closed')),
        drop column withdrawn_by, drop column withdrawn_on, drop column withdrawn_reason;
      alter table decision drop column withdrawn_by, drop column withdrawn_on, drop column withdrawn_reason;
      update meeting set minutes = minutes - array['title', 'issuer', 'present', 'absent', 'observing', 'printedBy', 'printedOn',
        'countersigners', 'issuedBy', 'drafters'] where minutes is not null;`);
  }
}
