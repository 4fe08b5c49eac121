import { type FieldValue, type FormData, isFilled, type ReportView } from '@duban/contract';
import { type ApiProblem, asProblem, noAnswer } from '@duban/portal-kit';

/** What a person writes into a report. */
export interface Draft {
  data: FormData;
  comment: string;
}

/** A draft that the server does not have, with the version of the report that it was written over. */
export interface KeptDraft extends Draft {
  /** Null: the report did not exist yet. */
  version: number | null;
  /** What the report held then. */
  base: Draft;
}

export interface DraftState {
  draft: Draft;
  /** The report as the server last said; null before it exists. */
  report: ReportView | null;
  /**
   * `clean`: the server has it all. `refused`: it has what it takes, the rest is kept in this browser.
   * `offline`: tried again by itself. `conflict`: somebody else changed it, and the person has to choose.
   */
  status: 'clean' | 'dirty' | 'saving' | 'refused' | 'offline' | 'conflict';
  /** What the server said of single fields, by their keys; `comment` is the comment's. */
  refused: Record<string, string>;
  /** A refusal that is about no field. */
  problem: ApiProblem | null;
  /** The other version, while the person has to choose. */
  theirs: ReportView | null;
  /** What both versions grew from, while the person has to choose. */
  base: Draft | null;
  /** Whether what is shown came back from this browser's own keeping. */
  restored: boolean;
}

export interface DraftPorts {
  /** Begins the report (null), or replaces what the report holds; throws ApiProblem. */
  send: (draft: Draft, report: ReportView | null) => Promise<ReportView>;
  /** The report as it stands now; null where there is none. */
  read: (report: ReportView | null) => Promise<ReportView | null>;
  /** Keeps the draft in this browser; null forgets it. */
  keep: (kept: KeptDraft | null) => void;
  /** What of a draft the form lets through, even half filled in. */
  sendable: (draft: Draft) => Draft;
  /** Called with every answer. */
  onReport: (report: ReportView) => void;
}

/** Milliseconds of quiet before a draft is sent, and before a failed sending is tried again. */
const quiet = 800;
const again = 5000;

export function draftOf(report: ReportView | null): Draft {
  return { data: (report?.data ?? {}) as FormData, comment: report?.comment ?? '' };
}

/** Whether two drafts say the same; an empty field and an absent one do. */
export function sameDraft(a: Draft, b: Draft): boolean {
  return a.comment === b.comment && print(a.data) === print(b.data);
}

/** An empty field and an absent one are the same, also among files: two files are not two others. */
export function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  return print({ value: a ?? null }) === print({ value: b ?? null });
}

function print(data: FormData): string {
  const filled = Object.entries(data).filter(([, value]) => isFilled(value));
  return JSON.stringify(filled.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Saves what is being written without being asked: to this browser at every change, to the server after a
 * moment of quiet. Nothing written is ever dropped: what the server refuses stays here, and another person's
 * change is put to the writer.
 */
export class DraftKeeper {
  private state: DraftState;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private running: Promise<void> | null = null;
  /** Values that the server refused, by field: not sent again until they are changed. */
  private readonly refusedValues = new Map<string, string>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly ports: DraftPorts,
    start: { report: ReportView | null; kept: KeptDraft | null },
  ) {
    const base = draftOf(start.report);
    const kept = start.kept && !sameDraft(start.kept, base) ? start.kept : null;
    const overtaken = kept !== null && kept.version !== (start.report?.version ?? null);
    this.state = {
      draft: kept ? { data: kept.data, comment: kept.comment } : base,
      report: start.report,
      status: kept ? (overtaken ? 'conflict' : 'dirty') : 'clean',
      refused: {},
      problem: null,
      theirs: overtaken ? start.report : null,
      base: overtaken ? kept.base : null,
      restored: kept !== null,
    };
  }

  /** Sends by itself from now on, until `stop`. */
  begin(): void {
    if (this.state.status === 'dirty' || this.state.status === 'offline') this.schedule(quiet);
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly now = (): DraftState => this.state;

  change(draft: Draft): void {
    this.keep(draft, this.state.report);
    if (this.state.status === 'conflict') {
      this.set({ draft });
      return;
    }
    this.set({ draft, status: this.running ? 'saving' : 'dirty', problem: null });
    this.schedule(quiet);
  }

  /** Sends now what is not sent yet. Never throws: the state says how it went. */
  async flush(): Promise<void> {
    this.cancel();
    while (this.running) await this.running;
    if (this.state.status === 'clean' || this.state.status === 'conflict') return;
    this.running = this.sendAll();
    try {
      await this.running;
    } finally {
      this.running = null;
    }
  }

  /** The person chose between both versions. */
  settle(draft: Draft): void {
    const { theirs } = this.state;
    const done = sameDraft(draft, draftOf(theirs));
    this.refusedValues.clear();
    this.set({
      draft,
      report: theirs,
      theirs: null,
      base: null,
      status: done ? 'clean' : 'dirty',
      refused: {},
      restored: false,
    });
    if (done) this.ports.keep(null);
    else this.keep(draft, theirs);
    if (!done) void this.flush();
  }

  /** A newer state of the report, read or answered elsewhere; what is being written is left alone. */
  adopt(report: ReportView): void {
    if (report.version <= (this.state.report?.version ?? 0)) return;
    if (this.state.status !== 'clean') return;
    this.set({ report, draft: draftOf(report), restored: false });
  }

  /** Stops sending; what is not sent stays in this browser. */
  stop(): void {
    this.cancel();
  }

  private async sendAll(): Promise<void> {
    // Each round either ends, or has sent or learnt something new.
    while (await this.sendOnce()) {
      // What was written while it was sent goes next.
    }
  }

  /** Returns whether there is more to send. */
  private async sendOnce(): Promise<boolean> {
    const { draft, report } = this.state;
    const sent = this.withoutRefused(this.ports.sendable(draft));
    const nothingNew = sameDraft(sent, draftOf(report));
    if (nothingNew) {
      const isAll = sameDraft(sent, draft);
      if (isAll) this.ports.keep(null);
      this.set({ status: isAll ? 'clean' : 'refused' });
      return false;
    }
    this.set({ status: 'saving' });
    try {
      this.saved(await this.ports.send(sent, report), draft, sent);
      return this.state.status === 'dirty';
    } catch (error) {
      return this.failed(asProblem(error), draft, sent);
    }
  }

  private saved(report: ReportView, draft: Draft, sent: Draft): void {
    const isAll = sameDraft(sent, draft);
    // Beginning a report takes no comment: it goes next.
    const isShort = this.state.report === null && sent.comment !== (report.comment ?? '');
    const wroteOn = isShort || !sameDraft(this.state.draft, draft);
    if (isAll && !wroteOn) this.ports.keep(null);
    else this.keep(this.state.draft, report);
    this.set({
      report,
      status: wroteOn ? 'dirty' : isAll ? 'clean' : 'refused',
      problem: null,
      refused: isAll ? {} : this.state.refused,
      restored: false,
    });
    this.ports.onReport(report);
  }

  private async failed(problem: ApiProblem, draft: Draft, sent: Draft): Promise<boolean> {
    if (problem.status === 412 || problem.code === 'already-exists') {
      const theirs = await this.ports.read(this.state.report).catch(() => null);
      if (theirs) {
        // An answer that was lost: the server has what was sent.
        if (sameDraft(draftOf(theirs), sent)) {
          this.saved(theirs, draft, sent);
          return this.state.status === 'dirty';
        }
        this.set({ status: 'conflict', theirs, base: draftOf(this.state.report) });
        return false;
      }
    }
    if (problem.status === noAnswer || problem.status >= 500) {
      this.set({ status: 'offline', problem });
      this.schedule(again);
      return false;
    }
    const refused = fieldsOf(problem);
    const fresh = Object.keys(refused).filter((key) => valueAt(sent, key) !== undefined);
    for (const key of fresh) this.refusedValues.set(key, JSON.stringify(valueAt(sent, key)));
    this.set({ status: 'refused', refused: { ...this.state.refused, ...refused }, problem });
    return fresh.length > 0;
  }

  private keep(draft: Draft, over: ReportView | null): void {
    this.ports.keep({ ...draft, version: over?.version ?? null, base: draftOf(over) });
  }

  private withoutRefused(draft: Draft): Draft {
    const isHeld = (key: string) => {
      const value = valueAt(draft, key);
      return value !== undefined && this.refusedValues.get(key) === JSON.stringify(value);
    };
    for (const key of [...this.refusedValues.keys()]) {
      if (isHeld(key)) continue;
      this.refusedValues.delete(key);
      const { [key]: _, ...refused } = this.state.refused;
      this.set({ refused });
    }
    return {
      data: Object.fromEntries(Object.entries(draft.data).filter(([key]) => !isHeld(key))),
      comment: isHeld('comment') ? '' : draft.comment,
    };
  }

  private schedule(wait: number): void {
    this.cancel();
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  private cancel(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private set(change: Partial<DraftState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

function valueAt(draft: Draft, key: string): unknown {
  return key === 'comment' ? draft.comment || undefined : draft.data[key];
}

/** The fields that a refusal names: `data.<key>`, or `comment`. */
function fieldsOf(problem: ApiProblem): Record<string, string> {
  return Object.fromEntries(
    problem.errors.flatMap(({ path, message }) => {
      const key = path === 'comment' ? path : /^data\.([^.]+)/.exec(path)?.[1];
      return key ? [[key, message]] : [];
    }),
  );
}
