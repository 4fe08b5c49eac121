import type { FastifyReply, FastifyRequest } from 'fastify';

/** Absolute life of a session, in seconds: 12 hours. */
const maxAge = 12 * 3_600;

/** The cookie that carries a session's secret. Over TLS it is bound to this host, and never sent in the clear. */
export class SessionCookie {
  private readonly name: string;

  constructor(private readonly tls: boolean) {
    this.name = tls ? '__Host-duban' : 'duban';
  }

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.name];
  }

  write(reply: FastifyReply, secret: string): void {
    reply.setCookie(this.name, secret, { ...this.options(), maxAge });
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.name, this.options());
  }

  private options() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.tls } as const;
  }
}
