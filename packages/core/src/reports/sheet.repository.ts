import type { FormData, ReportState, SheetKey } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { pathOn } from '../units/placement-sql.js';
import { closedThrough, visibleTo } from './reports.repository.js';
import { knownTo } from './took-part-sql.js';
import type { Changes } from './value-history.js';

/** What a unit owes, with the report that answers it as far as it was begun. */
export interface SheetRow {
  unitId: string;
  unitCode: string;
  unitName: string;
  unitKind: string;
  unitPath: string | null;
  taskId: string;
  knownTo: string[] | null;
  opensOn: string;
  waived: boolean;
  closedThrough: string | null;
  reportId: string | null;
  state: ReportState | null;
  version: number | null;
  formVersion: number | null;
  configVersion: number | null;
  data: FormData | null;
  changes: Changes | null;
  comment: string | null;
  mode: 'filled' | 'zero' | 'no-progress' | null;
}

export interface NewDraft {
  id: string;
  taskId: string;
  unitId: string;
  filledFor: boolean;
  data: FormData;
  changes: Changes;
  comment: string | null;
}
export interface ReplacedDraft {
  id: string;
  version: number;
  data: FormData;
  changes: Changes;
  comment: string | null;
  mode: 'filled' | 'zero' | 'no-progress';
}

/** Reads and writes of many reports of one form and period, each in one statement. */
@Injectable()
export class SheetRepository {
  async rows(
    ctx: RequestContext,
    key: SheetKey,
    unitIds: readonly string[] | null = null,
  ): Promise<SheetRow[]> {
    return ctx.em.query(
      `select u.id as "unitId", u.code as "unitCode", u.name as "unitName", u.kind as "unitKind",
         ${pathOn('u.id', '$8::date')} as "unitPath", t.id as "taskId", ${knownTo} as "knownTo",
         e.opens_on::text as "opensOn", e.waived_reason is not null as waived, ${closedThrough('$8')} as "closedThrough",
         r.id as "reportId", r.state, r.version, r.form_version as "formVersion", r.config_version as "configVersion",
         r.data, r.changes, r.comment, r.mode
       from expectation e join task t on t.id = e.task_id join unit u on u.id = e.unit_id join plan p on p.id = e.plan_id
       left join report r on r.plan_id = e.plan_id and r.task_id = e.task_id and r.form_key = e.form_key
         and r.unit_id = e.unit_id and r.period = e.period
       where ${visibleTo('$1')} and e.plan_id = $2 and e.area_id = $3 and e.form_key = $4 and e.period = $5
         and ($6::uuid is null or e.task_id = $6) and ($7::uuid[] is null or e.unit_id = any($7))
       order by u.code`,
      [
        ctx.actor?.id,
        key.planId,
        key.areaId,
        key.formKey,
        key.period,
        key.taskId ?? null,
        unitIds,
        ctx.today,
      ],
    );
  }

  /** Begins drafts in one statement. Returns the ids of those that were not there already. */
  async begin(
    ctx: RequestContext,
    key: SheetKey & { formVersion: number; configVersion: number },
    drafts: readonly NewDraft[],
  ): Promise<Set<string>> {
    const rows: { id: string }[] = await ctx.em.query(
      `insert into report (id, plan_id, area_id, form_key, form_version, config_version, period, state, revision, mode, filled_by, writers,
         task_id, unit_id, data, comment, filled_for, changes)
       select draft.id, $1, $2, $3, $4, $5, $6, 'draft', 1, 'filled', $7, array[$7::uuid],
         draft.task_id, draft.unit_id, draft.data::jsonb, draft.comment, draft.filled_for, draft.changes::jsonb
       from unnest($8::uuid[], $9::uuid[], $10::uuid[], $11::text[], $12::text[], $13::boolean[], $14::text[])
         as draft (id, task_id, unit_id, data, comment, filled_for, changes)
       on conflict (plan_id, task_id, form_key, unit_id, period) do nothing returning id`,
      [
        key.planId,
        key.areaId,
        key.formKey,
        key.formVersion,
        key.configVersion,
        key.period,
        ctx.actor?.id,
        drafts.map((each) => each.id),
        drafts.map((each) => each.taskId),
        drafts.map((each) => each.unitId),
        drafts.map((each) => JSON.stringify(each.data)),
        drafts.map((each) => each.comment),
        drafts.map((each) => each.filledFor),
        drafts.map((each) => JSON.stringify(each.changes)),
      ],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Replaces drafts in one statement. Returns the ids of those that nobody changed meanwhile. */
  async replace(ctx: RequestContext, drafts: readonly ReplacedDraft[]): Promise<Set<string>> {
    const rows: { id: string }[] = await ctx.em.query(
      `with replaced as (
         update report r set data = draft.data::jsonb, comment = draft.comment, mode = draft.mode, changes = draft.changes::jsonb, filled_by = $1,
           writers = case when $1 = any(r.writers) then r.writers else r.writers || $1::uuid end, version = r.version + 1
         from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[])
           as draft (id, version, data, comment, mode, changes)
         where r.id = draft.id and r.version = draft.version and r.state in ('draft', 'returned') returning r.id)
       select id from replaced`,
      [
        ctx.actor?.id,
        drafts.map((each) => each.id),
        drafts.map((each) => each.version),
        drafts.map((each) => JSON.stringify(each.data)),
        drafts.map((each) => each.comment),
        drafts.map((each) => each.mode),
        drafts.map((each) => JSON.stringify(each.changes)),
      ],
    );
    return new Set(rows.map((row) => row.id));
  }
}
