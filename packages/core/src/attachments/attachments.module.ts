import { type DynamicModule, Module } from '@nestjs/common';
import { AttachmentsController } from './attachments.controller.js';
import { AttachmentRepository } from './attachments.repository.js';
import { Attachments } from './attachments.service.js';
import { FileStore } from './file-store.js';

/** Files that people upload. */
@Module({})
export class AttachmentsModule {
  static with(dataDir: string): DynamicModule {
    const store = { provide: FileStore, useFactory: () => new FileStore(dataDir) };
    return {
      module: AttachmentsModule,
      global: true,
      controllers: [AttachmentsController],
      providers: [store, AttachmentRepository, Attachments],
      exports: [Attachments],
    };
  }
}
