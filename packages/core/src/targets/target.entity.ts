import type { Direction, Grain } from '@duban/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** PostgreSQL sends numerics as text; ours fit a double exactly (at most 10⁹ with 4 decimals). */
const numeric = {
  to: (value: number | null) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};

/** What a metric of a unit is to reach for a task. */
@Entity('target')
export class Target {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'plan_id', type: 'uuid' })
  planId!: string;

  @Column({ name: 'task_id', type: 'uuid' })
  taskId!: string;

  @Column({ name: 'area_id', type: 'text' })
  areaId!: string;

  /** Full key, area and metric. */
  @Column({ type: 'text' })
  metric!: string;

  @Column({ name: 'unit_id', type: 'uuid' })
  unitId!: string;

  @Column({ type: 'text' })
  direction!: Direction;

  /** Null for an empty slot, to be proposed. */
  @Column({ type: 'numeric', nullable: true, transformer: numeric })
  value!: number | null;

  @Column({ type: 'text' })
  measure!: string;

  @Column({ name: 'from_date', type: 'date', nullable: true })
  from!: string | null;

  @Column({ name: 'due_date', type: 'date', nullable: true })
  dueDate!: string | null;

  @Column({ name: 'hold_until', type: 'date', nullable: true })
  holdUntil!: string | null;

  @Column({ type: 'text', nullable: true })
  per!: Grain | null;

  @Column({ type: 'numeric', nullable: true, transformer: numeric })
  baseline!: number | null;

  @Column({ type: 'jsonb', nullable: true })
  trajectory!: { date: string; value: number }[] | null;

  @Column({ type: 'boolean' })
  firm!: boolean;

  @Column({ type: 'text' })
  scope!: 'aggregate' | 'each';

  @Column({ type: 'text' })
  source!: 'document' | 'demo' | 'entered';

  @Column({ type: 'text', nullable: true })
  basis!: string | null;

  @Column({ type: 'boolean' })
  confirmed!: boolean;

  @Column({ name: 'proposed_by', type: 'uuid', nullable: true })
  proposedBy!: string | null;

  /** First day on which it stands; null: always has. */
  @Column({ name: 'valid_from', type: 'date', nullable: true })
  validFrom!: string | null;

  /** Last day on which it stands; null while it does. */
  @Column({ name: 'valid_to', type: 'date', nullable: true })
  validTo!: string | null;

  /** It says what should have been said before it, as a configuration does; an adjustment changes what follows alone. */
  @Column({ type: 'boolean' })
  corrects!: boolean;

  @Column({ type: 'int' })
  position!: number;

  @Column({ type: 'int' })
  version!: number;
}
