import { calendarFeedQuery, calendarFeedSchema } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { AllowSignedIn, Ctx, Endpoint, type EndpointInput, Input, Public } from '../kernel/index.js';
import { Feeds } from './feeds.service.js';

@Controller()
export class FeedsController {
  constructor(private readonly feeds: Feeds) {}

  @Get('calendar.ics')
  @Public()
  @Endpoint({
    summary: 'Deadlines of whoever made the link, for a calendar to subscribe to',
    query: calendarFeedQuery,
    produces: 'text/calendar',
  })
  read(
    @Ctx() ctx: RequestContext,
    @Input() { query }: EndpointInput<unknown, z.infer<typeof calendarFeedQuery>>,
  ) {
    return this.feeds.read(ctx, query.token);
  }

  @Get('calendar-feed')
  @AllowSignedIn()
  @Endpoint({ summary: 'Whether I have a calendar link', response: calendarFeedSchema })
  get(@Ctx() ctx: RequestContext) {
    return this.feeds.get(ctx);
  }

  @Post('calendar.ics')
  @AllowSignedIn()
  @Endpoint({
    summary: 'Make my calendar link anew; the one before ends',
    response: calendarFeedSchema,
    status: 201,
    shownOnce: 'path',
  })
  make(@Ctx() ctx: RequestContext) {
    return this.feeds.make(ctx);
  }

  @Delete('calendar.ics')
  @AllowSignedIn()
  @Endpoint({ summary: 'Revoke my calendar link', status: 204 })
  revoke(@Ctx() ctx: RequestContext) {
    return this.feeds.revoke(ctx);
  }
}
