import { Module } from '@nestjs/common';
import { Expectations } from './expectations.service.js';

@Module({ providers: [Expectations], exports: [Expectations] })
export class ExpectationsModule {}
