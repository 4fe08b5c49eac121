import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A year's plan of one bureau. */
@Entity('plan')
export class Plan {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'int' })
  year!: number;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  bureau!: string;

  @Column({ name: 'root_unit_id', type: 'uuid' })
  rootUnitId!: string;

  /** As many as the plan's text says it has; the printed ones may be fewer. */
  @Column({ name: 'announced_tasks', type: 'int' })
  announcedTasks!: number;

  @Column({ name: 'document_number', type: 'text', nullable: true })
  documentNumber!: string | null;

  @Column({ name: 'issued_on', type: 'date', nullable: true })
  issuedOn!: string | null;

  /** Reports of periods that ended on or before this day are closed. */
  @Column({ name: 'closed_through', type: 'date', nullable: true })
  closedThrough!: string | null;

  /** Whether units are ranked, for leaders and the plan office. */
  @Column({ type: 'boolean' })
  ranking!: boolean;

  @Column({ type: 'int' })
  version!: number;
}
