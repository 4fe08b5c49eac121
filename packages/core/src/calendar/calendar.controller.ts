import {
  type CalendarDayView,
  type CalendarYearBody,
  calendarDayBody,
  calendarDayParams,
  calendarDaySchema,
  calendarQuery,
  calendarSchema,
  calendarYearBody,
  calendarYearParams,
  replacedYearSchema,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Put } from '@nestjs/common';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Calendar } from './calendar.service.js';

type Day = Pick<CalendarDayView, 'date'>;

@Controller('calendar')
export class CalendarController {
  constructor(private readonly calendar: Calendar) {}

  @Get()
  @Allow('plan.read')
  @Endpoint({
    summary: 'Days of a year on which the week does not hold',
    query: calendarQuery,
    response: calendarSchema,
  })
  ofYear(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<unknown, { year?: number }>) {
    return this.calendar.ofYear(ctx, input.query.year);
  }

  @Put(':year')
  @Allow('calendar.keep')
  @Endpoint({
    summary: 'Replace the special days of a year, all of them or none',
    params: calendarYearParams,
    body: calendarYearBody,
    response: replacedYearSchema,
  })
  replace(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<{ year: number }, unknown, CalendarYearBody>,
  ) {
    return this.calendar.replaceYear(ctx, params.year, body);
  }

  @Put('days/:date')
  @Allow('calendar.keep')
  @Endpoint({
    summary: 'Make a day a holiday, or a working day',
    params: calendarDayParams,
    body: calendarDayBody,
    response: calendarDaySchema,
  })
  set(
    @Ctx() ctx: RequestContext,
    @Input() input: EndpointInput<Day, unknown, Pick<CalendarDayView, 'kind'>>,
  ) {
    return this.calendar.set(ctx, { date: input.params.date, kind: input.body.kind });
  }

  @Delete('days/:date')
  @Allow('calendar.keep')
  @Endpoint({ summary: 'Let a day follow the week again', params: calendarDayParams, status: 204 })
  clear(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Day>) {
    return this.calendar.clear(ctx, input.params.date);
  }
}
