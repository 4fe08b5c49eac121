import { Module } from '@nestjs/common';
import { WorkModule } from '../work/work.module.js';
import { FeedsController } from './feeds.controller.js';
import { FeedRepository } from './feeds.repository.js';
import { Feeds } from './feeds.service.js';

@Module({ imports: [WorkModule], controllers: [FeedsController], providers: [FeedRepository, Feeds] })
export class FeedsModule {}
