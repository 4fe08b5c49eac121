import {
  areaIdSchema,
  createMeetingBody,
  differenceSchema,
  idParams,
  idSchema,
  materialBody,
  materialSchema,
  meetingMoveBody,
  meetingPage,
  meetingQuery,
  meetingSchema,
  pageOf,
  type StageBody,
  snapshotRefSchema,
  snapshotSchema,
  snapshotTaskSchema,
  stageBody,
  stageSchema,
  updateMeetingBody,
  urgedMaterialsSchema,
  urgeMaterialsBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Patch, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input, RawJson } from '../kernel/index.js';
import { MaterialUrging } from './material-urging.service.js';
import { MeetingNews } from './meeting-news.service.js';
import { Meetings } from './meetings.service.js';
import { MinutesKeeper } from './minutes.service.js';
import { Snapshots } from './snapshot.service.js';

type Id = z.infer<typeof idParams>;
const materialParams = z.strictObject({ id: idSchema, areaId: areaIdSchema });
const sequence = z.coerce.number().int().min(1).max(2_147_483_647).optional();
const snapshotQuery = z.strictObject({ sequence });
const differenceQuery = z.strictObject({ since: idSchema.optional(), sequence });
const annexes = z.object({
  items: z.array(z.object({ taskId: idSchema, hash: z.string(), task: snapshotTaskSchema })),
});

@Controller('meetings')
export class MeetingsController {
  constructor(
    private readonly meetings: Meetings,
    private readonly snapshots: Snapshots,
    private readonly minutes: MinutesKeeper,
    private readonly urging: MaterialUrging,
    private readonly news: MeetingNews,
  ) {}

  @Get()
  @Allow('meeting.read')
  @Endpoint({ summary: 'Meetings of a plan', query: meetingQuery, response: meetingPage, subject: 'plan' })
  list(@Ctx() ctx: RequestContext, @Input() { query }: EndpointInput<unknown, z.infer<typeof meetingQuery>>) {
    return this.meetings.list(ctx, query);
  }

  @Post()
  @Allow('meeting.keep')
  @Endpoint({ summary: 'Plan a meeting', body: createMeetingBody, response: meetingSchema, subject: 'plan' })
  create(
    @Ctx() ctx: RequestContext,
    @Input() { body }: EndpointInput<unknown, unknown, z.infer<typeof createMeetingBody>>,
  ) {
    return this.news.ofNew(ctx, () => this.meetings.create(ctx, body));
  }

  @Get(':id')
  @Allow('meeting.read')
  @Endpoint({ summary: 'A meeting', params: idParams, response: meetingSchema, subject: 'meeting' })
  get(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.meetings.get(ctx, params.id);
  }

  @Patch(':id')
  @Allow('meeting.keep')
  @Endpoint({
    summary: 'Change what is planned',
    params: idParams,
    body: updateMeetingBody,
    response: meetingSchema,
    subject: 'meeting',
    precondition: true,
  })
  update(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof updateMeetingBody>>,
  ) {
    return this.news.ofChange(ctx, params.id, () => this.meetings.update(ctx, params.id, body));
  }

  @Post(':id/moves')
  @Allow('meeting.keep')
  @Endpoint({
    summary: 'Start collecting, open, close, or withdraw what was made by mistake',
    status: 200,
    params: idParams,
    body: meetingMoveBody,
    response: meetingSchema,
    subject: 'meeting',
    precondition: true,
  })
  move(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof meetingMoveBody>>,
  ) {
    return this.news.ofChange(ctx, params.id, () =>
      this.meetings.move(ctx, params.id, body, (meeting) => this.minutes.draft(ctx, meeting)),
    );
  }

  @Get(':id/materials')
  @Allow('meeting.read')
  @Endpoint({
    summary: 'What each area handed in',
    params: idParams,
    response: z.object({ items: z.array(materialSchema) }),
    subject: 'meeting',
  })
  materials(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.meetings.materials(ctx, params.id);
  }

  @Post(':id/materials/urgings')
  @Allow('meeting.keep')
  @Endpoint({
    summary: 'Urge the areas whose material is late, or one of them; once a day',
    status: 200,
    params: idParams,
    body: urgeMaterialsBody,
    response: urgedMaterialsSchema,
    subject: 'meeting',
  })
  urge(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<Id, unknown, z.infer<typeof urgeMaterialsBody>>,
  ) {
    return this.urging.urge(ctx, params.id, body.areaId ?? null);
  }

  @Put(':id/materials/:areaId')
  @Allow('meeting.collect')
  @Endpoint({
    summary: "Hand in an area's material, or replace it; its version is 0 before",
    params: materialParams,
    body: materialBody,
    response: materialSchema,
    subject: 'meeting-area',
    precondition: true,
  })
  handIn(
    @Ctx() ctx: RequestContext,
    @Input() {
      params,
      body,
    }: EndpointInput<z.infer<typeof materialParams>, unknown, z.infer<typeof materialBody>>,
  ) {
    return this.meetings.handIn(ctx, params.id, params.areaId, body);
  }

  @Post(':id/snapshot')
  @Allow('meeting.keep')
  @Endpoint({
    summary: 'Freeze the plan for the meeting',
    params: idParams,
    response: meetingSchema,
    subject: 'meeting',
    precondition: true,
    consistent: true,
  })
  freeze(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.meetings.freeze(ctx, params.id);
  }

  @Get(':id/snapshot')
  @Allow('meeting.read')
  @Endpoint({
    summary: 'The stored bytes of a snapshot, the newest unless one is named',
    params: idParams,
    query: snapshotQuery,
    response: snapshotSchema,
    subject: 'meeting',
  })
  async snapshot(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof snapshotQuery>>,
  ) {
    const { bytes } = await this.snapshots.stored(ctx, params.id, query.sequence);
    return new RawJson(bytes.toString('utf8'));
  }

  @Get(':id/snapshots')
  @Allow('meeting.read')
  @Endpoint({
    summary: 'Every snapshot that was taken, with its hash',
    params: idParams,
    response: pageOf(snapshotRefSchema),
    subject: 'meeting',
  })
  snapshotList(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.snapshots.list(ctx, params.id);
  }

  @Get(':id/annexes')
  @Allow('meeting.read')
  @Endpoint({
    summary: 'Restricted tasks of the snapshot that I may know of',
    params: idParams,
    response: annexes,
    subject: 'meeting',
  })
  annexList(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.snapshots.annexes(ctx, params.id);
  }

  @Get(':id/difference')
  @Allow('meeting.read')
  @Endpoint({
    summary:
      'What changed since the previous meeting, or another one, until the newest snapshot or the one named',
    params: idParams,
    query: differenceQuery,
    response: differenceSchema,
    subject: 'meeting',
  })
  async difference(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<Id, z.infer<typeof differenceQuery>>,
  ) {
    const meeting = await this.meetings.row(ctx, params.id);
    return this.snapshots.difference(ctx, meeting, query.since ?? null, query.sequence);
  }

  @Get(':id/stage')
  @Allow('meeting.read')
  @Endpoint({
    summary: 'The page that the presenter shows',
    params: idParams,
    response: stageSchema,
    subject: 'meeting',
  })
  stage(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<Id>) {
    return this.meetings.stage(ctx, params.id);
  }

  @Put(':id/stage')
  @Allow('meeting.keep')
  @Endpoint({
    summary: 'Show a page to all who follow, from the screen that presents or takes over',
    params: idParams,
    body: stageBody,
    response: stageSchema,
    subject: 'meeting',
  })
  present(@Ctx() ctx: RequestContext, @Input() { params, body }: EndpointInput<Id, unknown, StageBody>) {
    return this.meetings.present(ctx, params.id, body);
  }
}
