import type { ReportView } from '@duban/contract';
import { ApiProblem } from '@duban/portal-kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Draft, DraftKeeper, type DraftPorts, type KeptDraft } from './draft-keeper.js';

const report = (data: Record<string, unknown>, version = 1): ReportView =>
  ({ id: 'r', data, comment: null, version, state: 'draft' }) as unknown as ReportView;
const draft = (data: Draft['data'], comment = ''): Draft => ({ data, comment });
const refusal = (status: number, code: string, errors: ApiProblem['errors'] = []) =>
  new ApiProblem({ status, code, detail: code, errors, requestId: null });

/** A server of one report, and a browser that keeps one draft. */
function house(start: { server?: ReportView | null; kept?: KeptDraft | null } = {}) {
  const world = {
    server: start.server ?? null,
    kept: start.kept ?? null,
    sent: [] as Draft[],
    refuse: [] as ApiProblem[],
  };
  const ports: DraftPorts = {
    send: async (given, known) => {
      world.sent.push(given);
      const refused = world.refuse.shift();
      if (refused) throw refused;
      if (known === null && world.server !== null) throw refusal(409, 'already-exists');
      if (known !== null && known.version !== world.server?.version) throw refusal(412, 'stale-version');
      world.server = report(given.data, (world.server?.version ?? 0) + 1);
      return world.server;
    },
    read: async () => world.server,
    keep: (kept) => {
      world.kept = kept;
    },
    sendable: (given) => given,
    onReport: () => undefined,
  };
  return { world, keeper: new DraftKeeper(ports, { report: world.server, kept: world.kept }) };
}

describe('a draft keeper', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('keeps every change in the browser at once, and sends after a moment of quiet', async () => {
    const { world, keeper } = house();
    keeper.change(draft({ a: 1 }));
    keeper.change(draft({ a: 12 }));
    expect(world.kept).toEqual({ data: { a: 12 }, comment: '', version: null, base: draft({}) });
    expect(world.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(world.sent).toEqual([draft({ a: 12 })]);
    expect(keeper.now().status).toBe('clean');
    expect(world.kept).toBeNull();
  });

  it('sends what was written while it was sending', async () => {
    const { world, keeper } = house({ server: report({}) });
    keeper.change(draft({ a: 1 }));
    const flushed = keeper.flush();
    keeper.change(draft({ a: 2 }));
    await flushed;
    await keeper.flush();
    expect(world.server?.data).toEqual({ a: 2 });
    expect(keeper.now().status).toBe('clean');
  });

  it('sends the rest when a field is refused, and keeps the refused value in the browser', async () => {
    const { world, keeper } = house({ server: report({}) });
    world.refuse.push(refusal(422, 'validation-failed', [{ path: 'data.a', code: 'x', message: 'no' }]));
    keeper.change(draft({ a: 'bad', b: 2 }));
    await keeper.flush();
    expect(world.server?.data).toEqual({ b: 2 });
    expect(keeper.now()).toMatchObject({ status: 'refused', refused: { a: 'no' } });
    expect(world.kept).toEqual({
      data: { a: 'bad', b: 2 },
      comment: '',
      version: 2,
      base: draft({ b: 2 }),
    });
    keeper.change(draft({ a: 'good', b: 2 }));
    await keeper.flush();
    expect(keeper.now()).toMatchObject({ status: 'clean', refused: {} });
    expect(world.server?.data).toEqual({ a: 'good', b: 2 });
  });

  it('tries again by itself when there was no answer', async () => {
    const { world, keeper } = house({ server: report({}) });
    world.refuse.push(refusal(0, 'network'));
    keeper.change(draft({ a: 1 }));
    await keeper.flush();
    expect(keeper.now().status).toBe('offline');
    await vi.advanceTimersByTimeAsync(6000);
    expect(world.server?.data).toEqual({ a: 1 });
    expect(keeper.now().status).toBe('clean');
  });

  it('puts both versions to the writer when somebody else was quicker, and sends what was chosen', async () => {
    const { world, keeper } = house({ server: report({ a: 1 }) });
    world.server = report({ a: 5 }, 2);
    keeper.change(draft({ a: 9 }));
    await keeper.flush();
    expect(keeper.now()).toMatchObject({
      status: 'conflict',
      theirs: { data: { a: 5 } },
      base: { data: { a: 1 } },
      draft: { data: { a: 9 } },
    });
    keeper.settle(draft({ a: 9 }));
    await keeper.flush();
    expect(world.server).toMatchObject({ data: { a: 9 }, version: 3 });
    expect(keeper.now().status).toBe('clean');
  });

  it('takes a lost answer for what it was', async () => {
    const { world, keeper } = house({ server: report({}) });
    world.server = report({ a: 1 }, 2);
    keeper.change(draft({ a: 1 }));
    await keeper.flush();
    expect(keeper.now()).toMatchObject({ status: 'clean', report: { version: 2 } });
  });

  it('brings back what a closed tab had not sent, and asks where the report has changed since', async () => {
    const kept = { data: { a: 2, b: 3 }, comment: '', version: 4, base: draft({ a: 1, b: 3 }) };
    const same = house({ server: report({ a: 1, b: 3 }, 4), kept });
    expect(same.keeper.now()).toMatchObject({
      draft: { data: { a: 2, b: 3 } },
      status: 'dirty',
      restored: true,
    });
    const newer = house({ server: report({ a: 1, b: 7 }, 5), kept });
    expect(newer.keeper.now()).toMatchObject({
      status: 'conflict',
      theirs: { data: { a: 1, b: 7 } },
      base: { data: { a: 1, b: 3 } },
    });
  });

  it('leaves what is being written alone when a newer report is read', () => {
    const { keeper } = house({ server: report({ a: 1 }) });
    keeper.change(draft({ a: 2 }));
    keeper.adopt(report({ a: 7 }, 2));
    expect(keeper.now().draft.data).toEqual({ a: 2 });
  });
});
