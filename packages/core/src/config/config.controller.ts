import {
  areaConfigViewSchema,
  areaSchema,
  configDiffQuery,
  configDiffSchema,
  configParams,
  configPreviewSchema,
  configVersionPage,
  configVersionParams,
  decideConfigBody,
  previewConfigBody,
  putConfigBody,
  rollbackConfigBody,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Get, Patch, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { AreaConfigs } from './config.service.js';
import { ConfigReader } from './config-reader.service.js';

type At = z.infer<typeof configParams>;
type AtVersion = z.infer<typeof configVersionParams>;
const enableBody = z.strictObject({ enabled: z.boolean() });

@Controller('plans/:id/areas/:areaId')
export class ConfigController {
  constructor(
    private readonly configs: AreaConfigs,
    private readonly reader: ConfigReader,
  ) {}

  @Patch()
  @Allow('area.enable')
  @Endpoint({
    summary: 'Enable or disable an area in a plan',
    params: configParams,
    body: enableBody,
    response: areaSchema,
    subject: 'plan-area',
    precondition: true,
  })
  enable(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<At, unknown, z.infer<typeof enableBody>>,
  ) {
    return this.configs.setEnabled(ctx, params.id, params.areaId, body.enabled);
  }

  @Get('config')
  @Allow('area.configure')
  @Endpoint({
    summary: "An area's configuration in a plan, whole, with its schema and what waits for confirmation",
    params: configParams,
    response: areaConfigViewSchema,
    subject: 'area-config',
  })
  get(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<At>) {
    return this.reader.get(ctx, params.id, params.areaId);
  }

  @Put('config')
  @Allow('area.configure')
  @Endpoint({
    summary: 'Change the configuration; duties, targets and light rules wait for the plan office',
    params: configParams,
    body: putConfigBody,
    response: areaConfigViewSchema,
    subject: 'area-config-change',
    precondition: true,
  })
  put(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<At, unknown, z.infer<typeof putConfigBody>>,
  ) {
    return this.configs.put(ctx, params.id, params.areaId, body);
  }

  @Post('config/preview')
  @Allow('area.configure')
  @Endpoint({
    summary: 'What a change would do: expectations, lights, units. Nothing is stored',
    status: 200,
    params: configParams,
    body: previewConfigBody,
    response: configPreviewSchema,
    subject: 'area-config-change',
  })
  preview(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<At, unknown, z.infer<typeof previewConfigBody>>,
  ) {
    return this.configs.preview(ctx, params.id, params.areaId, body);
  }

  @Get('config/versions')
  @Allow('area.configure')
  @Endpoint({
    summary: 'Every version: who, when, why, and how it was decided',
    params: configParams,
    response: configVersionPage,
    subject: 'area-config',
  })
  versions(@Ctx() ctx: RequestContext, @Input() { params }: EndpointInput<At>) {
    return this.reader.versions(ctx, params.id, params.areaId);
  }

  @Get('config/versions/:v/diff')
  @Allow('area.configure')
  @Endpoint({
    summary: 'What a version changed, or with `to` what differs between two',
    params: configVersionParams,
    query: configDiffQuery,
    response: configDiffSchema,
    subject: 'area-config',
  })
  diff(
    @Ctx() ctx: RequestContext,
    @Input() { params, query }: EndpointInput<AtVersion, z.infer<typeof configDiffQuery>>,
  ) {
    return this.reader.diff(ctx, params.id, params.areaId, params.v, query.to);
  }

  @Post('config/versions/:v/confirm')
  @Allow('area.confirm')
  @Endpoint({
    summary: 'Confirm what somebody else proposed',
    status: 200,
    params: configVersionParams,
    body: decideConfigBody,
    response: areaConfigViewSchema,
    subject: 'area-config',
  })
  confirm(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<AtVersion, unknown, z.infer<typeof decideConfigBody>>,
  ) {
    return this.configs.confirm(ctx, params.id, params.areaId, params.v, body.reason ?? null);
  }

  @Post('config/versions/:v/refuse')
  @Allow('area.confirm')
  @Endpoint({
    summary: 'Refuse what somebody else proposed, with a reason',
    status: 200,
    params: configVersionParams,
    body: rollbackConfigBody,
    response: areaConfigViewSchema,
    subject: 'area-config',
  })
  refuse(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<AtVersion, unknown, z.infer<typeof rollbackConfigBody>>,
  ) {
    return this.configs.refuse(ctx, params.id, params.areaId, params.v, body.reason);
  }

  @Post('config/versions/:v/rollback')
  @Allow('area.configure')
  @Endpoint({
    summary: 'Bring back the value of an earlier version, as a new one',
    status: 200,
    params: configVersionParams,
    body: rollbackConfigBody,
    response: areaConfigViewSchema,
    subject: 'area-config',
  })
  rollback(
    @Ctx() ctx: RequestContext,
    @Input() { params, body }: EndpointInput<AtVersion, unknown, z.infer<typeof rollbackConfigBody>>,
  ) {
    return this.configs.rollback(ctx, params.id, params.areaId, params.v, body.reason);
  }
}
