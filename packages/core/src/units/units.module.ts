import { Module } from '@nestjs/common';
import { UnitRepository } from './unit.repository.js';
import { UnitsController } from './units.controller.js';
import { Units } from './units.service.js';

@Module({ controllers: [UnitsController], providers: [Units, UnitRepository], exports: [Units] })
export class UnitsModule {}
