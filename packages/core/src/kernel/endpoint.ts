import type { Permission } from '@duban/contract';
import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  SetMetadata,
} from '@nestjs/common';
import type { z } from 'zod';

/** What a route declares; the interceptor enforces it and OpenAPI prints it. */
export interface EndpointSpec {
  summary: string;
  params?: z.ZodType;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Shape of a successful answer; absent for 204 and for files. */
  response?: z.ZodType;
  status?: number;
  /** Media type of an answer that is not JSON. */
  produces?: string;
  /** Names the loader (see Subjects) of the thing that the permission is asked over. */
  subject?: string;
  /** Requires If-Match with the subject's version. */
  precondition?: boolean;
  /** Takes passwords: its body is not screened for personal numbers, and never logged. */
  secret?: boolean;
  /** Field of the answer that is shown once: a replayed answer is stored, and sent, without it. */
  shownOnce?: string;
  /** A change that must not run in one transaction, or must not be replayed: the session's. */
  unguarded?: boolean;
  /** All its reads see one instant: runs in a REPEATABLE READ transaction. */
  consistent?: boolean;
}

export interface EndpointAccess {
  public: boolean;
  permission: Permission | null;
}

export const endpointKey = Symbol('endpoint');
export const accessKey = Symbol('access');

/** Declares a route's shapes. Goes with @Allow or @Public: a route with neither stops the boot. */
export function Endpoint(spec: EndpointSpec): MethodDecorator {
  return applyDecorators(SetMetadata(endpointKey, spec), ...(spec.status ? [HttpCode(spec.status)] : []));
}

/** Open to those whom the policy gives the permission over the endpoint's subject. */
export function Allow(permission: Permission): MethodDecorator {
  return SetMetadata(accessKey, { public: false, permission } satisfies EndpointAccess);
}

/** Open to everyone who is signed in: what they get is their own. */
export function AllowSignedIn(): MethodDecorator {
  return SetMetadata(accessKey, { public: false, permission: null } satisfies EndpointAccess);
}

/** Open to everybody. */
export function Public(): MethodDecorator {
  return SetMetadata(accessKey, { public: true, permission: null } satisfies EndpointAccess);
}

/** The request's context, in the endpoint's transaction. */
export const Ctx = createParamDecorator(
  (_: unknown, execution: ExecutionContext) => execution.switchToHttp().getRequest().duban.ctx,
);
/** The request's parsed parts. */
export const Input = createParamDecorator(
  (_: unknown, execution: ExecutionContext) => execution.switchToHttp().getRequest().duban.input,
);

/** JSON that PostgreSQL built: sent as it is. */
export class RawJson {
  constructor(
    readonly text: string,
    readonly version?: number,
  ) {}
}

/** Bytes to download. */
export class Download {
  constructor(
    readonly bytes: Buffer,
    readonly mediaType: string,
    readonly filename: string,
  ) {}
}

export function etagOf(version: number): string {
  return `"v${version}"`;
}
