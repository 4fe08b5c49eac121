import type { AreaView, Form, Manifest } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { preparedRead } from '../kernel/index.js';
import { formChecksum, metricFieldsOf, type StoredForm } from './area-checks.js';
import { PlanArea } from './plan-area.entity.js';

/** Where a form is reported within one plan. */
export interface DutyOfForm {
  areaId: string;
  formKey: string;
  taskId: string;
  unitIds: string[];
}

export interface PlanAreaRow {
  planId: string;
  area: AreaView & { version: number };
}

const readSwitch = preparedRead<{ enabled: boolean; version: number }>(
  'areas.switch',
  `select enabled, version from plan_area where plan_id = $1 and area_id = $2`,
);

@Injectable()
export class AreaRepository {
  /** Held to the transaction's end: two processes that boot at once install one after the other. */
  async lockInstallation(ctx: RequestContext): Promise<void> {
    await ctx.em.query(`select pg_advisory_xact_lock(hashtext('duban area installation'))`);
  }

  async storedForms(ctx: RequestContext): Promise<StoredForm[]> {
    return ctx.em.query(
      `select area_id as "areaId", key, version, checksum, metric_fields as "metricFields",
         array(select field->>'key' from jsonb_array_elements(definition->'fields') field) as fields
       from form_definition order by area_id, key, version`,
    );
  }

  async keepArea(ctx: RequestContext, manifest: Manifest): Promise<void> {
    await ctx.em.query(
      `insert into area_plugin (area_id, version, contract) values ($1, $2, $3)
       on conflict (area_id) do update set version = excluded.version, contract = excluded.contract
       where (area_plugin.version, area_plugin.contract) is distinct from (excluded.version, excluded.contract)`,
      [manifest.id, manifest.version, manifest.contract],
    );
  }

  /** Stores the form whole. What metrics read of a known version may grow; the form itself never changes. */
  async keepForm(ctx: RequestContext, manifest: Manifest, form: Form): Promise<void> {
    await ctx.em.query(
      `insert into form_definition (area_id, key, version, checksum, definition, metric_fields)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (area_id, key, version) do update set metric_fields = excluded.metric_fields
       where form_definition.metric_fields is distinct from excluded.metric_fields`,
      [
        manifest.id,
        form.key,
        form.version,
        formChecksum(form),
        JSON.stringify(form),
        JSON.stringify(metricFieldsOf(manifest, form.key)),
      ],
    );
  }

  /** The areas of these plans, in the plans' own order. */
  async ofPlans(ctx: RequestContext, planIds: readonly string[]): Promise<PlanAreaRow[]> {
    return ctx.em.query(
      `select a.plan_id as "planId", json_build_object('id', a.area_id, 'number', a.number, 'title', a.title,
         'enabled', a.enabled, 'plugin', json_build_object('version', p.version, 'contract', p.contract),
         'version', a.version) as area
       from plan_area a join area_plugin p on p.area_id = a.area_id
       where a.plan_id = any($1) order by a.plan_id, a.number`,
      [planIds],
    );
  }

  async find(
    ctx: RequestContext,
    planId: string,
    areaId: string,
  ): Promise<{ enabled: boolean; version: number } | null> {
    const [row] = await readSwitch(ctx, [planId, areaId]);
    return row ?? null;
  }

  async add(ctx: RequestContext, area: Omit<PlanArea, 'version' | 'enabled'>): Promise<void> {
    await ctx.em.insert(PlanArea, { ...area, enabled: true, version: 1 });
  }

  /** Whether the row had that version. */
  async setEnabled(
    ctx: RequestContext,
    where: { planId: string; areaId: string; version: number },
    enabled: boolean,
  ): Promise<boolean> {
    const { affected } = await ctx.em.update(PlanArea, where, { enabled, version: where.version + 1 });
    return affected === 1;
  }

  async dutiesOfPlan(ctx: RequestContext, planId: string, areaId: string | null): Promise<DutyOfForm[]> {
    return ctx.em.query(
      `select d.area_id as "areaId", d.form_key as "formKey", d.task_id as "taskId",
         coalesce((select array_agg(u.unit_id order by unit.code) from duty_unit u join unit on unit.id = u.unit_id
           where u.duty_id = d.id and u.valid_from <= $3 and (u.valid_to is null or u.valid_to >= $3)), '{}') as "unitIds"
       from duty d where d.plan_id = $1 and ($2::text is null or d.area_id = $2)`,
      [planId, areaId, ctx.today],
    );
  }
}
