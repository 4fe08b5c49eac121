import type { UnitView } from '@duban/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('unit')
export class Unit {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  code!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: UnitView['kind'];

  @Column('date', { name: 'closed_on', nullable: true })
  closedOn!: string | null;

  @Column('uuid', { name: 'successor_id', nullable: true })
  successorId!: string | null;

  @Column('int')
  version!: number;
}

/** Where a unit stands in the tree from one day to another. */
@Entity('unit_placement')
export class UnitPlacement {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'unit_id' })
  unitId!: string;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Column('text')
  path!: string;

  @Column('uuid', { array: true })
  ancestors!: string[];

  @Column('date', { name: 'valid_from' })
  validFrom!: string;

  @Column('date', { name: 'valid_to', nullable: true })
  validTo!: string | null;
}

@Entity('unit_group_member')
export class UnitGroupMember {
  @PrimaryColumn('uuid', { name: 'group_id' })
  groupId!: string;

  @PrimaryColumn('uuid', { name: 'unit_id' })
  unitId!: string;
}
