import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** To make one takes longer than the rest of opening a request. */
const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  const made =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(zone, made);
  return made;
}

/** Date of an instant in a time zone, `YYYY-MM-DD`. */
export function dateIn(zone: string, at: Date): string {
  return formatOf(zone).format(at);
}

/**
 * Real time, and business time: real time plus an offset that is stored once, at the first seeding of a demo,
 * so that the demo's days run on and never back. The offset is zero in a real system.
 */
@Injectable()
export class Clock {
  private offsetMs = 0;

  constructor(
    private readonly source: DataSource,
    readonly zone: string,
    /** Real time; replaced in tests. */
    private readonly real: () => Date = () => new Date(),
  ) {}

  async load(): Promise<void> {
    const [row] = await this.source.query(
      `select (value->>'ms')::float8 as ms from setting where key = 'business-offset'`,
    );
    this.offsetMs = row?.ms ?? 0;
  }

  at(): Date {
    return this.real();
  }

  now(): Date {
    return new Date(this.real().getTime() + this.offsetMs);
  }

  today(): string {
    return dateIn(this.zone, this.now());
  }

  /** Stores the offset that makes today the given business date, keeping the time of day. Only where none is stored. */
  async startAt(date: string): Promise<void> {
    const real = this.real();
    const ms = Date.parse(`${date}T00:00:00Z`) - Date.parse(`${dateIn(this.zone, real)}T00:00:00Z`);
    await this.source.query(
      `insert into setting (key, value) values ('business-offset', jsonb_build_object('ms', $1::float8)) on conflict do nothing`,
      [ms],
    );
    await this.load();
  }
}
