import {
  type Form,
  formOf,
  type Manifest,
  type Metric,
  progressNoteForm,
  progressNoteKey,
} from '@duban/contract';
import type { Compute } from '@duban/server-kit';
import type { AreaEntry } from './area-entry.js';

/** A metric with all that a calculation needs to know of it. */
export interface RegisteredMetric {
  /** `<area id>.<metric key>` */
  key: string;
  areaId: string;
  metric: Metric;
  /** The form that feeds it; null for a computed metric. */
  form: Form | null;
  /** Full keys of what a computed metric reads. */
  of: string[];
  compute: Compute | null;
}

/** What the areas of this house declare, looked up by key. Pure: the database knows what a plan makes of it. */
export class AreaRegistry {
  private readonly areas = new Map<string, AreaEntry>();
  private readonly metricsByKey = new Map<string, RegisteredMetric>();

  /** Throws for an area listed twice and for a computed metric without its function. */
  constructor(entries: readonly AreaEntry[]) {
    for (const entry of entries) {
      const { id } = entry.manifest;
      if (this.areas.has(id)) throw new Error(`area "${id}" is listed twice. Fix: list it once in areas.ts.`);
      this.areas.set(id, entry);
      for (const metric of entry.manifest.metrics) this.register(entry, metric);
    }
  }

  private register({ manifest, server }: AreaEntry, metric: Metric): void {
    const compute = server?.compute?.[metric.key] ?? null;
    if (metric.kind === 'computed' && !compute) {
      throw new Error(
        `area "${manifest.id}", metric ${metric.key}: is computed, and no function computes it. Fix: add it to \`compute\` in the area's server part.`,
      );
    }
    const formKey = formOf(metric);
    this.metricsByKey.set(`${manifest.id}.${metric.key}`, {
      key: `${manifest.id}.${metric.key}`,
      areaId: manifest.id,
      metric,
      form: manifest.forms.find((form) => form.key === formKey) ?? null,
      of: (metric.of ?? []).map((key) => `${manifest.id}.${key}`),
      compute,
    });
  }

  all(): AreaEntry[] {
    return [...this.areas.values()];
  }

  get(areaId: string): AreaEntry | null {
    return this.areas.get(areaId) ?? null;
  }

  manifests(): Manifest[] {
    return this.all().map((entry) => entry.manifest);
  }

  /** The form as the installed area declares it now; the progress note belongs to every area. */
  form(areaId: string, key: string): Form | null {
    const area = this.areas.get(areaId);
    if (!area) return null;
    if (key === progressNoteKey) return progressNoteForm;
    return area.manifest.forms.find((form) => form.key === key) ?? null;
  }

  metric(key: string): RegisteredMetric | null {
    return this.metricsByKey.get(key) ?? null;
  }

  metricsOfArea(areaId: string): RegisteredMetric[] {
    return [...this.metricsByKey.values()].filter((each) => each.areaId === areaId);
  }

  /** The plain metrics that a form feeds. */
  metricsOfForm(areaId: string, formKey: string): RegisteredMetric[] {
    return this.metricsOfArea(areaId).filter((each) => each.form?.key === formKey);
  }
}
