import { randomUUID } from 'node:crypto';
import { type AttachmentView, allows, findPersonalNumber, nameSchema } from '@duban/contract';
import { defineError, type RequestContext } from '@duban/server-kit';
import { Injectable } from '@nestjs/common';
import { remember, replay } from '../kernel/idempotency.js';
import {
  actorOf,
  audit,
  Download,
  inTransaction,
  notFound,
  parseOrRefuse,
  validationFailed,
} from '../kernel/index.js';
import type { Attachment } from './attachment.entity.js';
import { AttachmentRepository } from './attachments.repository.js';
import { allowedKinds, mediaTypeOf, textOf } from './file-kind.js';
import { FileStore } from './file-store.js';

export const largestFile = 20 * 1024 * 1024;

const wrongKind = defineError('unsupported-media-type', 415, {
  zh: `不支持的文件类型；可上传 ${allowedKinds.join('、')}`,
  en: `This kind of file is not taken; send one of ${allowedKinds.join(', ')}`,
});

/** Files that people upload: checked by their bytes, stored by their hash, read by those who may read what they back. */
@Injectable()
export class Attachments {
  constructor(
    private readonly repository: AttachmentRepository,
    private readonly files: FileStore,
  ) {}

  /**
   * Stores an uploaded file. The bytes are on disk before the row says so. With a key, the same upload sent again
   * gets the same answer.
   */
  async upload(
    ctx: RequestContext,
    file: { name: string; bytes: Buffer },
    key: string | null = null,
  ): Promise<AttachmentView> {
    const name = parseOrRefuse(nameSchema, file.name, 'file');
    const mediaType = await mediaTypeOf(file.bytes);
    if (!mediaType) throw wrongKind();
    const text = mediaType.startsWith('text/') ? textOf(file.bytes) : null;
    if (findPersonalNumber(`${name}\n${text ?? ''}`)) throw personalNumber();
    const sha256 = await this.files.put(file.bytes);
    return inTransaction(ctx, async (own) => {
      const request = key && {
        method: 'POST',
        path: '/api/attachments',
        key,
        body: { name, sha256: sha256.toString('hex') },
      };
      const before = request && (await replay(own, request));
      if (before) return JSON.parse(before.response);
      const view = await this.insert(own, { name, mediaType, bytes: file.bytes.length, sha256 });
      if (request) await remember(own, request, { status: 201, etag: null, response: JSON.stringify(view) });
      return view;
    });
  }

  private async insert(
    ctx: RequestContext,
    file: Pick<Attachment, 'name' | 'mediaType' | 'bytes' | 'sha256'>,
  ): Promise<AttachmentView> {
    const id = randomUUID();
    await this.repository.insert(ctx, { ...file, id, uploadedBy: actorOf(ctx).id, uploadedAt: ctx.now });
    await audit(ctx, {
      action: 'attachment.upload',
      subjectType: 'attachment',
      subjectId: id,
      detail: { bytes: file.bytes },
    });
    return { ...file, id, sha256: file.sha256.toString('hex') };
  }

  /** For those who uploaded it, and those who may read a report or a task's evidence that it backs; else 404. */
  async download(ctx: RequestContext, id: string): Promise<Download> {
    const actor = actorOf(ctx);
    const attachment = await this.repository.find(ctx, id);
    if (!attachment) throw notFound();
    if (attachment.uploadedBy !== actor.id) {
      const subjects = await this.repository.subjects(ctx, id);
      if (!subjects.some((subject) => allows(actor, 'report.read', subject))) throw notFound();
    }
    return new Download(await this.files.get(attachment.sha256), attachment.mediaType, attachment.name);
  }

  /** Whether the caller uploaded it. */
  async isOwn(ctx: RequestContext, id: string): Promise<boolean> {
    return (await this.repository.own(ctx, [id], actorOf(ctx).id)).length === 1;
  }

  /**
   * Binds the files of a report's data to it, so that whoever may read the report may read them. 422 at `path` for
   * one that the caller did not upload and that the report does not hold yet.
   */
  async bindToReport(
    ctx: RequestContext,
    report: { planId: string; reportId: string },
    ids: readonly string[],
    path: string,
  ): Promise<void> {
    if (ids.length === 0) return;
    const known = new Set([
      ...(await this.repository.own(ctx, ids, actorOf(ctx).id)),
      ...(await this.repository.ofReport(ctx, report.reportId)),
    ]);
    if (ids.some((id) => !known.has(id))) {
      throw validationFailed({
        errors: [{ path, code: 'unknown-attachment', message: 'no file that you uploaded' }],
      });
    }
    await this.repository.bindToReport(ctx, report, ids);
  }
}

const personalNumber = () =>
  validationFailed({
    errors: [
      {
        path: 'file',
        code: 'personal-number',
        message: 'holds an identity-card or mobile number; take it out and upload the file again',
      },
    ],
  });
