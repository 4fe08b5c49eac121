import {
  notificationMarkBody,
  notificationMarked,
  notificationPage,
  notificationQuery,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { AllowSignedIn, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Notifications } from './notifications.service.js';

@Controller('notifications')
export class NotificationsController {
  constructor(private readonly notifications: Notifications) {}

  @Get()
  @AllowSignedIn()
  @Endpoint({
    summary: 'What I was told, newest first; with a date, the digest of that business date',
    query: notificationQuery,
    response: notificationPage,
  })
  list(
    @Ctx() ctx: RequestContext,
    @Input() { query }: EndpointInput<unknown, z.infer<typeof notificationQuery>>,
  ) {
    return this.notifications.list(ctx, query);
  }

  @Post('read')
  @AllowSignedIn()
  @Endpoint({
    summary: 'Mark mine as read or unread, all of them where none is named',
    body: notificationMarkBody,
    response: notificationMarked,
    status: 200,
  })
  mark(
    @Ctx() ctx: RequestContext,
    @Input() { body }: EndpointInput<unknown, unknown, z.infer<typeof notificationMarkBody>>,
  ) {
    return this.notifications.mark(ctx, body);
  }
}
