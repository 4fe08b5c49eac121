import type { Text } from '@duban/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An area in a plan: its number and title there, and whether it takes part. */
@Entity('plan_area')
export class PlanArea {
  @PrimaryColumn({ name: 'plan_id', type: 'uuid' })
  planId!: string;

  @PrimaryColumn({ name: 'area_id', type: 'text' })
  areaId!: string;

  @Column({ type: 'int' })
  number!: number;

  @Column({ type: 'jsonb' })
  title!: Text;

  @Column({ type: 'boolean' })
  enabled!: boolean;

  @Column({ type: 'int' })
  version!: number;
}
