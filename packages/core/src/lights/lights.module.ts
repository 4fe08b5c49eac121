import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { FiguresModule } from '../figures/figures.module.js';
import { LightRepository } from './lights.repository.js';
import { Lights } from './lights.service.js';

@Module({ imports: [CalendarModule, FiguresModule], providers: [Lights, LightRepository], exports: [Lights] })
export class LightsModule {}
