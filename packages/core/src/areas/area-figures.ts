import type { RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';

/** Year-to-date values of an area's metrics for the plan's root unit, by the metric's key in the area. */
export type FiguresOfArea = (
  ctx: RequestContext,
  planId: string,
  areaId: string,
) => Promise<Record<string, number | null>>;

/** What an area's guards may see of its figures. Set by the figures feature; areas know no calculation. */
@Injectable()
export class AreaFigures {
  private figures: FiguresOfArea = async () => ({});

  use(figures: FiguresOfArea): void {
    this.figures = figures;
  }

  of(ctx: RequestContext, planId: string, areaId: string): Promise<Record<string, number | null>> {
    return this.figures(ctx, planId, areaId);
  }
}
