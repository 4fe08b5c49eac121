import type { CalendarDayView } from '@duban/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A day on which the weekly pattern does not hold. */
@Entity('calendar_day')
export class CalendarDay {
  @PrimaryColumn('date')
  date!: string;

  @Column('text')
  kind!: CalendarDayView['kind'];
}
