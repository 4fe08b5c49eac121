import { Module } from '@nestjs/common';
import { FeedsController } from './feeds.controller.js';
import { FeedRepository } from './feeds.repository.js';
import { Feeds } from './feeds.service.js';

@Module({ controllers: [FeedsController], providers: [FeedRepository, Feeds] })
export class FeedsModule {}
