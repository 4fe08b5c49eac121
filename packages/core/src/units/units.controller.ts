import {
  type CloseUnitBody,
  type CreateUnitBody,
  closeUnitBody,
  createUnitBody,
  idParams,
  type MoveUnitBody,
  moveUnitBody,
  placementPage,
  type ReopenUnitBody,
  renameUnitBody,
  reopenUnitBody,
  type UnitQuery,
  unitMemberBody,
  unitMemberParams,
  unitPage,
  unitQuery,
  unitSchema,
} from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { Allow, Ctx, Endpoint, type EndpointInput, Input } from '../kernel/index.js';
import { Units } from './units.service.js';

type Id = { id: string };

@Controller('units')
export class UnitsController {
  constructor(private readonly units: Units) {}

  @Get()
  @Allow('unit.read')
  @Endpoint({ summary: 'The organisation tree as of a day', query: unitQuery, response: unitPage })
  list(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<unknown, UnitQuery>) {
    return this.units.list(ctx, input.query);
  }

  @Get(':id')
  @Allow('unit.read')
  @Endpoint({ summary: 'A unit', params: idParams, response: unitSchema, subject: 'unit' })
  get(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id>) {
    return this.units.get(ctx, input.params.id);
  }

  @Get(':id/placements')
  @Allow('unit.read')
  @Endpoint({
    summary: 'Where a unit has stood, from its first day on',
    params: idParams,
    response: placementPage,
    subject: 'unit',
  })
  placements(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id>) {
    return this.units.placements(ctx, input.params.id);
  }

  @Post()
  @Allow('unit.keep')
  @Endpoint({ summary: 'Add a unit or a group', body: createUnitBody, response: unitSchema })
  add(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<unknown, unknown, CreateUnitBody>) {
    return this.units.add(ctx, input.body);
  }

  @Patch(':id')
  @Allow('unit.keep')
  @Endpoint({
    summary: 'Rename a unit',
    params: idParams,
    body: renameUnitBody,
    response: unitSchema,
    subject: 'unit',
    precondition: true,
  })
  rename(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id, unknown, { name: string }>) {
    return this.units.rename(ctx, input.params.id, input.body.name);
  }

  @Post(':id/moves')
  @Allow('unit.keep')
  @Endpoint({
    summary: 'Put a unit, with all below it, under another parent from a day on',
    params: idParams,
    body: moveUnitBody,
    response: unitSchema,
    status: 200,
    subject: 'unit',
    precondition: true,
  })
  move(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id, unknown, MoveUnitBody>) {
    return this.units.move(ctx, input.params.id, input.body);
  }

  @Post(':id/close')
  @Allow('unit.keep')
  @Endpoint({
    summary: 'Close a unit after its last day, in favour of a successor',
    params: idParams,
    body: closeUnitBody,
    response: unitSchema,
    status: 200,
    subject: 'unit',
    precondition: true,
  })
  close(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id, unknown, CloseUnitBody>) {
    return this.units.close(ctx, input.params.id, input.body);
  }

  @Post(':id/reopen')
  @Allow('unit.keep')
  @Endpoint({
    summary: 'Take the close of a unit back',
    params: idParams,
    body: reopenUnitBody,
    response: unitSchema,
    status: 200,
    subject: 'unit',
    precondition: true,
  })
  reopen(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id, unknown, ReopenUnitBody>) {
    return this.units.reopen(ctx, input.params.id, input.body);
  }

  @Get(':id/members')
  @Allow('unit.read')
  @Endpoint({ summary: 'Members of a group', params: idParams, response: unitPage, subject: 'unit' })
  members(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id>) {
    return this.units.members(ctx, input.params.id);
  }

  @Post(':id/members')
  @Allow('unit.keep')
  @Endpoint({
    summary: 'Add a unit to a group',
    params: idParams,
    body: unitMemberBody,
    status: 204,
    subject: 'unit',
  })
  addMember(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id, unknown, { unitId: string }>) {
    return this.units.addMember(ctx, input.params.id, input.body.unitId);
  }

  @Delete(':id/members/:unitId')
  @Allow('unit.keep')
  @Endpoint({
    summary: 'Take a unit out of a group',
    params: unitMemberParams,
    status: 204,
    subject: 'unit',
  })
  removeMember(@Ctx() ctx: RequestContext, @Input() input: EndpointInput<Id & { unitId: string }>) {
    return this.units.removeMember(ctx, input.params.id, input.params.unitId);
  }
}
