import { Module } from '@nestjs/common';
import { CalendarController } from './calendar.controller.js';
import { CalendarRepository } from './calendar.repository.js';
import { Calendar } from './calendar.service.js';

@Module({ controllers: [CalendarController], providers: [Calendar, CalendarRepository], exports: [Calendar] })
export class CalendarModule {}
