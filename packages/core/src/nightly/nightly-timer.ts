import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { NightlyRun } from './nightly-run.service.js';

const everyMs = 60_000;
/** After a failure, so that one that lasts does not fill the table and the log. */
const pauseMs = 600_000;

/** Looks once a minute whether a new business date has begun. Its timer keeps no process alive. */
@Injectable()
export class NightlyTimer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(NightlyTimer.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private notBefore = 0;

  constructor(
    private readonly nightly: NightlyRun,
    private readonly isOn: boolean,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.isOn) return;
    this.tick();
    this.timer = setInterval(() => this.tick(), everyMs);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  private tick(): void {
    if (this.running || Date.now() < this.notBefore) return;
    this.running = this.nightly
      .catchUp()
      .then(() => undefined)
      .catch((error: unknown) => {
        this.notBefore = Date.now() + pauseMs;
        this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      })
      .finally(() => {
        this.running = null;
      });
  }
}
