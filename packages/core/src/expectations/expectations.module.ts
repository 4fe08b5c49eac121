import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { ExpectationRepository } from './expectations.repository.js';
import { Expectations } from './expectations.service.js';

@Module({
  imports: [CalendarModule],
  providers: [Expectations, ExpectationRepository],
  exports: [Expectations],
})
export class ExpectationsModule {}
