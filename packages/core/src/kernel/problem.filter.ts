import type { Language, ProblemBody, Text } from '@duban/contract';
import { defineError, Problem } from '@duban/server-kit';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from './endpoint.guard.js';
import { alreadyExists, internal, notFound, stale, unavailable, unreadableBody } from './errors.js';

const tooLarge = defineError('too-large', 413, { zh: '请求内容过大', en: 'The request is too large' });
const wrongMediaType = defineError('unsupported-media-type', 415, {
  zh: '不支持的内容类型',
  en: 'Send application/json',
});
const refused = defineError('refused', 400, { zh: '请求无法处理', en: 'The request cannot be handled' });

/** PostgreSQL and connection faults that pass: nothing was changed, and the same request may go through later. */
const passing = /^(08|53|57P|ECONN|EPIPE|ETIMEDOUT)|^(25006)$/;

/** Turns whatever was thrown into the refusal that it amounts to; null for a defect of ours. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  const { status, code, message } = describe(error);
  if (status === 404) return notFound();
  if (status === 413) return tooLarge();
  if (status === 415) return wrongMediaType();
  if (status === 400)
    return code.startsWith('FST_ERR_CTP') || error instanceof SyntaxError ? unreadableBody() : refused();
  if (status !== null && status >= 400 && status < 500) return refused();
  if (code === '23505') return alreadyExists();
  // A number beyond what the column holds: no such row, or none that could be kept.
  if (code === '22003') return refused();
  if (code === '40001' || code === '40P01') return stale();
  if (passing.test(code) || /timeout exceeded when trying to connect|Connection terminated/.test(message))
    return unavailable();
  return null;
}

function describe(error: unknown): { status: number | null; code: string; message: string } {
  if (error instanceof HttpException)
    return { status: error.getStatus(), code: codeOf(error.cause), message: error.message };
  const { statusCode, message } = (error ?? {}) as { statusCode?: unknown; message?: unknown };
  return {
    status: typeof statusCode === 'number' ? statusCode : null,
    code: codeOf(error),
    message: String(message ?? ''),
  };
}

/** The code of a fault, PostgreSQL's own where it comes from there; empty where it has none. */
export function codeOf(error: unknown): string {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  const found = driverError?.code ?? code;
  return typeof found === 'string' ? found : '';
}

export function problemBody(problem: Problem, request: FastifyRequest): ProblemBody {
  const language = languageOf(request);
  return {
    type: 'about:blank',
    title: problem.code,
    status: problem.status,
    code: problem.code,
    detail: problem.detail[language],
    errors: problem.errors.map((each) => ({ ...each, message: saidIn(each.message, language) })),
    requestId: request.id,
  };
}

function saidIn(message: string | Text, language: Language): string {
  return typeof message === 'string' ? message : message[language];
}

/** The one place where a refusal becomes an answer (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const known = problemOf(error);
    if (!known)
      this.log.error(
        `${request.method} ${request.url} ${request.id}: ${(error as Error)?.stack ?? String(error)}`,
      );
    const problem = known ?? internal();
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problemBody(problem, request)));
  }
}
