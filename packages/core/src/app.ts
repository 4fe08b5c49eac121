import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { dataSchema } from '@duban/contract';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyMultipart from '@fastify/multipart';
import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { AreaEntry } from './areas/area-entry.js';
import { AreaRegistry } from './areas/area-registry.js';
import { features } from './features.js';
import { HealthModule } from './health/health.module.js';
import { internal } from './kernel/errors.js';
import { KernelModule, type KernelOptions } from './kernel/kernel.module.js';
import { openApiOf } from './kernel/openapi.js';
import { problemBody, problemOf } from './kernel/problem.filter.js';
import { routesOf } from './kernel/routes.js';

export interface HouseOptions extends KernelOptions {
  areas: readonly AreaEntry[];
  /** Cookies carry `Secure` and the `__Host-` prefix. */
  tls?: boolean;
  /** Where attachments lie. */
  dataDir: string;
  version?: string;
  /** Runs what a new business date brings by itself; off in tests and commands. */
  jobs?: boolean;
  logger?: false;
}

@Module({})
class HouseModule {
  static with(options: HouseOptions): DynamicModule {
    const imports: ModuleMetadata['imports'] = [
      KernelModule.with(options),
      HealthModule,
      ...features(options),
    ];
    return { module: HouseModule, imports };
  }
}

/** Builds the application, not yet listening. Throws where an area or a route is misdeclared. */
export async function createApp(options: HouseOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: 1_048_576,
    // Prototype keys are refused by their place, with everything else that may not be stored (validation.ts).
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    // What is refused before it reaches a route, as a path that cannot be decoded, is refused in our shape too.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const problem = problemOf(error) ?? internal();
      void reply
        .status(problem.status)
        .header('content-type', 'application/problem+json; charset=utf-8')
        .send(JSON.stringify(problemBody(problem, request)));
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(HouseModule.with(options), adapter, {
    logger: options.logger === false ? ['fatal'] : ['warn', 'error', 'fatal'],
    abortOnError: false,
  });
  app.setGlobalPrefix('api');
  await app.register(fastifyCookie);
  await app.register(fastifyMultipart);
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // antd writes its styles at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: options.tls ?? false,
  });
  const instance = app.getHttpAdapter().getInstance();
  // Plain text would be taken for a body that fits nothing (422); what it is is no JSON (415).
  instance.removeContentTypeParser('text/plain');
  instance.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store');
    reply.header('x-request-id', request.id);
  });
  return app;
}

/** The OpenAPI 3.1 document of an application that was built; `Report.<area>.<form>` is what a form's report holds. */
export function openApiDocument(app: NestFastifyApplication, version = '0.1.0') {
  const manifests = app.get(AreaRegistry, { strict: false }).manifests();
  const reports = manifests.flatMap(({ id, forms }) =>
    forms.map((form) => [`Report.${id}.${form.key}`, dataSchema(form.fields, { complete: true })] as const),
  );
  return openApiOf(routesOf(app.get(ModulesContainer)), version, Object.fromEntries(reports));
}
