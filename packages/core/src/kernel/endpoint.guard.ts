import type { Language } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Authentication, type SignedIn } from './authentication.js';
import { Contexts } from './context.js';
import { accessKey, type EndpointAccess, type EndpointSpec, endpointKey } from './endpoint.js';
import { foreignOrigin, notSignedIn, passwordMustChange } from './errors.js';
import type { EndpointInput } from './subjects.js';
import { refuseUnknownParameters } from './validation.js';

declare module 'fastify' {
  interface FastifyRequest {
    duban: { ctx: RequestContext; input: EndpointInput; signedIn: SignedIn | null };
  }
}

export function languageOf(request: Pick<FastifyRequest, 'headers'>): Language {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a browser says that the request comes from our own pages. */
function isSameOrigin({ headers }: FastifyRequest): boolean {
  if (headers['sec-fetch-site'] !== undefined) return headers['sec-fetch-site'] === 'same-origin';
  if (!headers.origin || !URL.canParse(headers.origin)) return false;
  return new URL(headers.origin).host === headers.host;
}

/** The door: unknown parameters (400), who it is (401), and that a cookie was not used by another site (403). */
@Injectable()
export class EndpointGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly contexts: Contexts,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const handler = execution.getHandler();
    const spec = this.reflector.get<EndpointSpec>(endpointKey, handler);
    const access = this.reflector.get<EndpointAccess>(accessKey, handler);
    refuseUnknownParameters(spec.query, request.query as Record<string, unknown>);
    const signedIn = await this.authentication.of(request);
    if (!access.public && !signedIn) throw notSignedIn();
    if (
      signedIn?.via === 'cookie' &&
      !access.public &&
      !safeMethods.has(request.method) &&
      !isSameOrigin(request)
    )
      throw foreignOrigin();
    if (signedIn?.mustChangePassword && access.permission !== null) throw passwordMustChange();
    request.duban = {
      ctx: this.contexts.open({
        requestId: request.id,
        actor: signedIn?.actor ?? null,
        language: languageOf(request),
      }),
      input: { params: {}, query: {}, body: undefined },
      signedIn,
    };
    return true;
  }
}
