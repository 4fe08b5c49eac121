import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, ModulesContainer } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { Authentication } from './authentication.js';
import { Clock } from './clock.js';
import { Contexts } from './context.js';
import { EndpointGuard } from './endpoint.guard.js';
import { EndpointInterceptor } from './endpoint.interceptor.js';
import { ProblemFilter } from './problem.filter.js';
import { routesOf } from './routes.js';
import { Subjects } from './subjects.js';

/** What a running house is given from outside. */
export interface KernelOptions {
  source: DataSource;
  /** IANA name of the bureau's time zone. */
  zone: string;
  /** Real time; replaced in tests only. */
  realTime?: () => Date;
}

/** Context, clock, door and filter: what every feature stands on. */
@Module({})
export class KernelModule implements OnModuleInit {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly subjects: Subjects,
    private readonly clock: Clock,
  ) {}

  static with(options: KernelOptions): DynamicModule {
    const shared = [
      { provide: DataSource, useValue: options.source },
      {
        provide: Clock,
        useFactory: (source: DataSource) => new Clock(source, options.zone, options.realTime),
        inject: [DataSource],
      },
      Contexts,
      Authentication,
      Subjects,
    ];
    return {
      module: KernelModule,
      global: true,
      providers: [
        ...shared,
        { provide: APP_GUARD, useClass: EndpointGuard },
        { provide: APP_INTERCEPTOR, useClass: EndpointInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [DataSource, Clock, Contexts, Authentication, Subjects],
    };
  }

  async onModuleInit(): Promise<void> {
    await this.clock.load();
  }

  /** Every route declares its policy, and every subject that it names is there; else the boot stops. */
  onApplicationBootstrap(): void {
    for (const { spec, controller, handler } of routesOf(this.modules)) {
      if (spec.subject && !this.subjects.has(spec.subject)) {
        throw new Error(
          `${controller}.${handler} asks for the subject "${spec.subject}". Fix: register its loader with Subjects.`,
        );
      }
    }
  }
}
