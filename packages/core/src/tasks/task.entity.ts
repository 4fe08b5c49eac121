import type { LightColour, PendingMove, TaskState } from '@duban/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A light set by hand, until the end of a day. */
export interface LightOverride {
  colour: LightColour;
  reason: string;
  /** Last day, `YYYY-MM-DD`. */
  until: string;
  by: { id: string; name: string };
}

/** A two-person move that waits; what was given with it is plain values. */
export type StoredPending = PendingMove & { given: Record<string, string | boolean> };

/** An item of the plan, or one added later. Its light is kept by the lights feature, in columns not named here. */
@Entity('task')
export class Task {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'plan_id', type: 'uuid' })
  planId!: string;

  @Column({ name: 'area_id', type: 'text' })
  areaId!: string;

  /** As printed; null for a task that the plan does not print. */
  @Column({ type: 'int', nullable: true })
  number!: number | null;

  @Column({ type: 'text', nullable: true })
  title!: string | null;

  /** What the outline prints: all that others may read of a restricted task. */
  @Column({ name: 'outline_title', type: 'text', nullable: true })
  outlineTitle!: string | null;

  @Column({ type: 'text' })
  visibility!: 'open' | 'restricted' | 'withheld';

  @Column({ type: 'text' })
  state!: TaskState;

  @Column({ type: 'text' })
  origin!: 'plan' | 'superior' | 'added' | 'meeting' | 'instruction';

  @Column({ type: 'text', nullable: true })
  basis!: string | null;

  @Column({ type: 'text', nullable: true })
  summary!: string | null;

  @Column({ name: 'leader_id', type: 'uuid', nullable: true })
  leaderId!: string | null;

  @Column({ name: 'due_date', type: 'date', nullable: true })
  dueDate!: string | null;

  @Column({ name: 'original_due_date', type: 'date', nullable: true })
  originalDueDate!: string | null;

  @Column({ name: 'multi_year_until', type: 'date', nullable: true })
  multiYearUntil!: string | null;

  /** The task of last year's plan that goes on as this one (结转). */
  @Column({ name: 'carried_from', type: 'uuid', nullable: true })
  carriedFrom!: string | null;

  @Column({ name: 'issued_on', type: 'date', nullable: true })
  issuedOn!: string | null;

  @Column({ name: 'accept_by', type: 'date', nullable: true })
  acceptBy!: string | null;

  @Column({ name: 'accepted_on', type: 'date', nullable: true })
  acceptedOn!: string | null;

  @Column({ type: 'boolean' })
  declined!: boolean;

  @Column({ name: 'awaiting_superior', type: 'boolean' })
  awaitingSuperior!: boolean;

  @Column({ name: 'closure_requested_by', type: 'uuid', nullable: true })
  closureRequestedBy!: string | null;

  @Column({ name: 'pre_approved_by', type: 'uuid', nullable: true })
  preApprovedBy!: string | null;

  @Column({ name: 'closed_on', type: 'date', nullable: true })
  closedOn!: string | null;

  @Column({ type: 'jsonb', nullable: true })
  pending!: StoredPending | null;

  @Column({ type: 'jsonb', nullable: true })
  override!: LightOverride | null;

  @Column({ type: 'int' })
  version!: number;
}
