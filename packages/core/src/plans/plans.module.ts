import { Module } from '@nestjs/common';
import { PlansController } from './plans.controller.js';
import { PlanRepository } from './plans.repository.js';
import { Plans } from './plans.service.js';

@Module({ controllers: [PlansController], providers: [PlanRepository, Plans], exports: [Plans] })
export class PlansModule {}
