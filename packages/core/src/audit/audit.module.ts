import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditRepository } from './audit.repository.js';
import { AuditLog } from './audit.service.js';

@Module({ controllers: [AuditController], providers: [AuditLog, AuditRepository] })
export class AuditModule {}
