import { type Burden, type Form, periodEnd, periodsOfYear } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { AreaSettings } from '../areas/area-settings.js';
import { groupBy } from '../kernel/index.js';
import { Plans } from '../plans/plans.service.js';
import { BurdenRepository, type OwedForms } from './burden.repository.js';

/** What reporting costs those who report: how many fields each unit fills in, and which forms ask for them. */
@Injectable()
export class Burdens {
  constructor(
    private readonly repository: BurdenRepository,
    private readonly settings: AreaSettings,
    private readonly plans: Plans,
  ) {}

  async of(ctx: RequestContext, planId: string): Promise<Burden> {
    const { year } = await this.plans.get(ctx, planId);
    const settings = await this.settings.ofPlan(ctx, planId);
    const owed = (await this.repository.owed(ctx, planId)).flatMap((row) => {
      const form = settings.form(row.areaId, row.formKey, periodEnd(row.period));
      return form ? [{ ...row, form, month: periodEnd(row.period).slice(0, 7) }] : [];
    });
    const months = periodsOfYear(year, 'month');
    const byMonth = (
      rows: readonly (OwedForms & { form: Form; month: string })[],
      of: (row: { form: Form }) => number,
    ) =>
      months.map((month) =>
        rows.filter((row) => row.month === month).reduce((sum, row) => sum + row.reports * of(row), 0),
      );
    return {
      months,
      units: [...groupBy(owed, (row) => row.unitId)].map(([unitId, rows]) => ({
        unitId,
        unitName: rows[0]?.unitName ?? '',
        kind: rows[0]?.kind ?? '',
        reports: byMonth(rows, () => 1),
        fields: byMonth(rows, (row) => row.form.fields.length),
      })),
      forms: [...groupBy(owed, (row) => `${row.areaId} ${row.formKey}`)]
        .flatMap(([, rows]) => {
          const [first] = rows;
          if (!first) return [];
          return [
            {
              areaId: first.areaId,
              key: first.formKey,
              title: first.form.title,
              fields: first.form.fields.length,
              units: new Set(rows.map((row) => row.unitId)).size,
              periods: new Set(rows.map((row) => row.period)).size,
              cells: rows.reduce((sum, row) => sum + row.reports * row.form.fields.length, 0),
            },
          ];
        })
        .sort((one, other) => other.cells - one.cells),
    };
  }
}
