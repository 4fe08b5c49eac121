import { openApiDocument } from '@duban/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Publishes what the routes declare: `/api/openapi.json`, and a readable page of it at `/api/docs`. */
export function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app) as unknown as OpenAPIObject, {
    useGlobalPrefix: true,
    raw: ['json'],
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Duban API',
  });
}
