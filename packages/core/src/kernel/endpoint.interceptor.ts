import { allows } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { z } from 'zod';
import { actorOf, inTransaction } from './context.js';
import {
  accessKey,
  Download,
  type EndpointAccess,
  type EndpointSpec,
  endpointKey,
  etagOf,
  RawJson,
} from './endpoint.js';
import { forbidden, preconditionRequired, stale, validationFailed } from './errors.js';
import { type IdempotentRequest, remember, replay } from './idempotency.js';
import { codeOf } from './problem.filter.js';
import { authorise, type EndpointInput, type LoadedSubject, Subjects } from './subjects.js';
import { fieldErrors, refuseUnstorable } from './validation.js';

/**
 * The path of a request behind the door, in the order of refusals of 5-interfaces.md: shapes (422), visible (404),
 * permitted (403), answered before, the version known (428, 412), and then the handler, which finds conflicts (409).
 * A change runs in one transaction, together with its stored answer.
 */
@Injectable()
export class EndpointInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly subjects: Subjects,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    return from(this.run(execution, next));
  }

  private async run(execution: ExecutionContext, next: CallHandler): Promise<unknown> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const reply = execution.switchToHttp().getResponse<FastifyReply>();
    const spec = this.reflector.get<EndpointSpec>(endpointKey, execution.getHandler());
    const access = this.reflector.get<EndpointAccess>(accessKey, execution.getHandler());
    const input = parseInput(spec, request);
    request.duban.input = input;
    const work = async (ctx: RequestContext) => {
      request.duban.ctx = ctx;
      const subject = spec.subject ? await this.subjects.load(spec.subject, ctx, input) : null;
      if (access.permission) {
        if (spec.subject) authorise(ctx, access.permission, subject);
        else if (!allows(actorOf(ctx), access.permission)) throw forbidden();
      }
      const idempotent = spec.unguarded ? null : idempotentRequest(request, input);
      const before = idempotent && (await replay(ctx, idempotent));
      if (before) {
        if (before.etag) reply.header('etag', before.etag);
        return sendJson(reply.header('idempotency-replayed', 'true'), before.response);
      }
      if (spec.precondition) await checkPrecondition(request, subject);
      const answer = render(await lastValueFrom(next.handle(), { defaultValue: undefined }), reply);
      if (idempotent) {
        const etag = reply.getHeader('etag');
        await remember(ctx, idempotent, {
          status: reply.statusCode,
          etag: typeof etag === 'string' ? etag : null,
          response: typeof answer === 'string' ? storable(answer, spec.shownOnce) : '',
        });
      }
      return answer;
    };
    const { ctx } = request.duban;
    if (spec.consistent) return consistently(ctx, work);
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    return changes && !spec.unguarded ? inTransaction(ctx, work) : work(ctx);
  }
}

/** How often a consistent reading that was overtaken begins again. */
const readings = 3;

/**
 * One instant for all reads. Whoever waits for a row that somebody else is changing reads from before that change and
 * cannot go on: the reading begins anew, after it.
 */
async function consistently<T>(ctx: RequestContext, work: (ctx: RequestContext) => Promise<T>): Promise<T> {
  for (let left = readings; ; left -= 1) {
    try {
      return await inTransaction(ctx, work, 'REPEATABLE READ');
    } catch (error) {
      if (left === 1 || codeOf(error) !== '40001') throw error;
    }
  }
}

function parseInput(spec: EndpointSpec, request: FastifyRequest): EndpointInput {
  refuseUnstorable(request.params, false, ['params']);
  refuseUnstorable(request.query, false, ['query']);
  refuseUnstorable(request.body, !spec.secret);
  const input: EndpointInput = { params: request.params, query: request.query, body: undefined };
  const errors = [];
  for (const [part, schema] of [
    ['params', spec.params],
    ['query', spec.query ?? z.strictObject({})],
    ['body', spec.body],
  ] as const) {
    if (!schema) continue;
    const parsed = schema.safeParse(part === 'body' ? (request.body ?? {}) : request[part]);
    if (parsed.success) input[part] = parsed.data;
    else errors.push(...fieldErrors(parsed.error, part === 'body' ? '' : part));
  }
  if (errors.length > 0) throw validationFailed({ errors: errors.slice(0, 100) });
  return input;
}

function idempotentRequest(request: FastifyRequest, input: EndpointInput): IdempotentRequest | null {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || typeof key !== 'string' || !request.duban.ctx.actor) return null;
  if (key.length < 1 || key.length > 200) {
    throw validationFailed({
      errors: [{ path: 'Idempotency-Key', code: 'too-long', message: 'at most 200 characters' }],
    });
  }
  return { method: 'POST', path: request.url.split('?')[0] ?? request.url, key, body: input.body };
}

async function checkPrecondition(request: FastifyRequest, subject: LoadedSubject | null): Promise<void> {
  const sent = request.headers['if-match'];
  if (!sent) throw preconditionRequired();
  if (subject?.version === undefined)
    throw new Error('the endpoint asks for If-Match, but its subject has no version');
  const versions = sent.split(',').map((each) => each.trim());
  if (!versions.includes(etagOf(subject.version)) && !versions.includes('*'))
    throw (await subject.whenStale?.()) ?? stale();
}

/** What a replay may show: a one-time secret is not kept. */
function storable(answer: string, shownOnce: string | undefined): string {
  return shownOnce ? JSON.stringify({ ...JSON.parse(answer), [shownOnce]: null }) : answer;
}

function sendJson(reply: FastifyReply, text: string): string | undefined {
  if (text === '') return undefined;
  reply.header('content-type', 'application/json; charset=utf-8');
  return text;
}

/** Sets the headers that an answer calls for, and turns it into what is sent. */
function render(answer: unknown, reply: FastifyReply): unknown {
  if (answer instanceof Download) {
    reply.header('content-type', answer.mediaType);
    reply.header(
      'content-disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(answer.filename)}`,
    );
    return answer.bytes;
  }
  if (answer instanceof RawJson) {
    if (answer.version !== undefined) reply.header('etag', etagOf(answer.version));
    return sendJson(reply, answer.text);
  }
  if (answer === undefined) return undefined;
  const { version } = answer as { version?: unknown };
  if (typeof version === 'number') reply.header('etag', etagOf(version));
  return sendJson(reply, JSON.stringify(answer));
}
