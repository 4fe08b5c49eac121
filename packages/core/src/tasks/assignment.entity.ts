import { Column, Entity, PrimaryColumn } from 'typeorm';

export type AssignmentRole = 'lead' | 'responsible' | 'cooperating';

/** A unit's part in a task; one with a parent breaks that part down. */
@Entity('assignment')
export class Assignment {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'plan_id', type: 'uuid' })
  planId!: string;

  @Column({ name: 'task_id', type: 'uuid' })
  taskId!: string;

  @Column({ name: 'unit_id', type: 'uuid' })
  unitId!: string;

  @Column({ type: 'text' })
  role!: AssignmentRole;

  @Column({ name: 'parent_id', type: 'uuid', nullable: true })
  parentId!: string | null;

  @Column({ name: 'accepted_on', type: 'date', nullable: true })
  acceptedOn!: string | null;

  @Column({ name: 'handler_id', type: 'uuid', nullable: true })
  handlerId!: string | null;

  /** Why the unit need not report its part before the task is closed. */
  @Column({ name: 'waived_reason', type: 'text', nullable: true })
  waivedReason!: string | null;

  /** What the unit is to do, as the unit above wrote it; null for a part of the task itself. */
  @Column({ type: 'text', nullable: true })
  text!: string | null;

  /** Of a part that was given after its task was issued; null where the task's own days hold. */
  @Column({ name: 'given_on', type: 'date', nullable: true })
  givenOn!: string | null;

  @Column({ name: 'accept_by', type: 'date', nullable: true })
  acceptBy!: string | null;

  @Column({ type: 'int' })
  version!: number;
}
