import type { Actor } from '@duban/contract';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who a request comes from, as its credentials prove. */
export interface SignedIn {
  actor: Actor;
  via: 'cookie' | 'token';
  /** Id of the session; null for a token. */
  sessionId: string | null;
  /** Until then nothing but the password may be changed. */
  mustChangePassword: boolean;
}

export type Authenticator = (request: FastifyRequest) => Promise<SignedIn | null>;

/** Set by the identity feature at boot; the kernel knows no users. */
@Injectable()
export class Authentication {
  private authenticator: Authenticator = async () => null;

  use(authenticator: Authenticator): void {
    this.authenticator = authenticator;
  }

  of(request: FastifyRequest): Promise<SignedIn | null> {
    return this.authenticator(request);
  }
}
