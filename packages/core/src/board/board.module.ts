import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { FiguresModule } from '../figures/figures.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { UnitsModule } from '../units/units.module.js';
import { BoardController } from './board.controller.js';
import { BoardRepository } from './board.repository.js';
import { Boards } from './board.service.js';

@Module({
  imports: [CalendarModule, FiguresModule, PlansModule, UnitsModule],
  controllers: [BoardController],
  providers: [Boards, BoardRepository],
  exports: [Boards],
})
export class BoardModule {}
