import { Module } from '@nestjs/common';
import { CalendarRepository } from './calendar.repository.js';
import { Calendar } from './calendar.service.js';

@Module({ providers: [Calendar, CalendarRepository], exports: [Calendar] })
export class CalendarModule {}
