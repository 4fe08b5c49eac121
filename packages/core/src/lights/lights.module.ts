import { Module } from '@nestjs/common';
import { Lights } from './lights.service.js';

@Module({ providers: [Lights], exports: [Lights] })
export class LightsModule {}
