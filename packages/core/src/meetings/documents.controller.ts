import {
  addendumBody,
  briefingTextBody,
  briefingTextSchema,
  idParams,
  minutesBody,
  minutesMoveBody,
  minutesSchema,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Post, Put } from '@nestjs/common';
import type { z } from 'zod';
import { handOut } from '../exports/export-kinds.js';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Documents } from './documents.service.js';
import { MeetingNews } from './meeting-news.service.js';
import { MinutesKeeper } from './minutes.service.js';

type Id = z.infer<typeof idParams>;
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@Controller('meetings')
export class DocumentsController {
  constructor(
    private readonly documents: Documents,
    private readonly minutes: MinutesKeeper,
    private readonly news: MeetingNews,
  ) {}

  @Get(':id/briefing')
  @Allow('meeting.read')
  @Endpoint({
    summary: "The briefing's paragraphs: drafted, edited, and figures that the snapshot does not hold",
    params: idParams,
    response: briefingTextSchema,
    subject: 'meeting',
  })
  briefingText(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.documents.briefingText(ctx, params.id);
  }

  @Put(':id/briefing')
  @Allow('meeting.keep')
  @Endpoint({
    summary: "Edit the briefing's paragraphs",
    params: idParams,
    body: briefingTextBody,
    response: briefingTextSchema,
    subject: 'meeting',
    precondition: true,
  })
  editBriefing(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof briefingTextBody>>,
  ) {
    return this.documents.editBriefing(ctx, params.id, body);
  }

  @Get(':id/briefing.docx')
  @Allow('meeting.read')
  @Endpoint({ summary: 'The briefing as Word', params: idParams, produces: word, subject: 'meeting' })
  async briefing(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return handOut(ctx, await this.documents.briefing(ctx, params.id));
  }

  @Get(':id/ledger.xlsx')
  @Allow('meeting.read')
  @Endpoint({
    summary: 'Ledger, metrics and reporting of the snapshot as Excel',
    params: idParams,
    produces: sheet,
    subject: 'meeting',
  })
  async ledger(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return handOut(ctx, await this.documents.ledger(ctx, params.id));
  }

  @Get(':id/minutes')
  @Allow('meeting.read')
  @Endpoint({ summary: 'The minutes', params: idParams, response: minutesSchema, subject: 'meeting' })
  get(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.minutes.get(ctx, params.id);
  }

  @Put(':id/minutes')
  @Allow('meeting.keep')
  @Endpoint({
    summary: 'Edit the draft of the minutes',
    params: idParams,
    body: minutesBody,
    response: minutesSchema,
    subject: 'meeting',
    precondition: true,
  })
  edit(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof minutesBody>>,
  ) {
    return this.news.ofChange(ctx, params.id, () => this.minutes.edit(ctx, params.id, body));
  }

  @Post(':id/minutes/moves')
  @Allow('meeting.decide')
  @Endpoint({
    summary: 'Countersign, issue, or reopen the draft',
    status: 200,
    params: idParams,
    body: minutesMoveBody,
    response: minutesSchema,
    subject: 'meeting',
    precondition: true,
  })
  move(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof minutesMoveBody>>,
  ) {
    return this.news.ofChange(ctx, params.id, () => this.minutes.move(ctx, params.id, body.move));
  }

  @Post(':id/minutes/addenda')
  @Allow('meeting.keep')
  @Endpoint({
    summary: 'Correct issued minutes by an addendum',
    params: idParams,
    body: addendumBody,
    response: minutesSchema,
    subject: 'meeting',
    precondition: true,
  })
  addendum(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof addendumBody>>,
  ) {
    return this.minutes.addendum(ctx, params.id, body.text);
  }

  @Get(':id/minutes.docx')
  @Allow('meeting.read')
  @Endpoint({ summary: 'The minutes as Word', params: idParams, produces: word, subject: 'meeting' })
  async document(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return handOut(ctx, await this.documents.minutesDocument(ctx, params.id));
  }
}
