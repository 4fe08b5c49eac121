import { randomUUID } from 'node:crypto';
import { type ExportView, exportPage, exportSchema } from '@duban/contract';
import type { RequestContext } from '@duban/server-kit';
import ExcelJS from '@protobi/exceljs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Sessions } from '../identity/sessions.service.js';
import { Clock, Contexts } from '../kernel/index.js';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';
import { type Person, personOf, standTree, systemContext } from '../testing/people.testing.js';
import { standTrialPlan, type TrialPlan, trialArea } from '../testing/trial.testing.js';
import { bytesOf, wordsOf } from '../testing/words.testing.js';
import { ExportJobRepository } from './export-jobs.repository.js';
import { ExportJobs } from './export-jobs.service.js';
import { ExportKinds, type MadeDocument } from './export-kinds.js';
import { ExportRunner } from './export-runner.js';
import type { Steps } from './steps.js';

describe('documents as jobs', () => {
  let house: TestHouse;
  let tree: Awaited<ReturnType<typeof standTree>>;
  let plan: TrialPlan;
  let office: Person;
  let lead: Person;
  let meetingId: string;

  beforeAll(async () => {
    house = await openTestHouse([{ manifest: trialArea }], '2024-09-20');
    tree = await standTree(house);
    plan = await standTrialPlan(house, { city: tree.city, counties: [tree.east], stations: [tree.e1] });
    office = await personOf(house, { role: 'plan-office' });
    lead = await personOf(house, { role: 'area-lead', areaId: 'trial' });
    meetingId = (
      await office.ask('post', '/api/meetings', {
        planId: plan.planId,
        title: '推进会',
        heldOn: '2024-09-25',
        period: '2024-08',
        collectBy: '2024-09-23',
      })
    ).body.id;
  }, 60_000);
  afterAll(() => house.close());
  const gates: (() => void)[] = [];
  // What one test asked for must not be made in the next: it would pass for the job that the next one holds.
  afterEach(async () => {
    for (const letGo of gates.splice(0)) letGo();
    const open = `select count(*)::int as open from export_job where state in ('waiting', 'working')`;
    await expect.poll(async () => (await house.source.query(open))[0].open, { timeout: 20_000 }).toBe(0);
    vi.restoreAllMocks();
  });

  const start = (person: Person, body: object) => person.ask('post', '/api/exports', body);
  const started = async (person: Person, body: object): Promise<ExportView> => {
    const answer = await start(person, body);
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    expect(exportSchema.parse(answer.body)).toEqual(answer.body);
    return answer.body;
  };
  const get = async (person: Person, id: string): Promise<ExportView> =>
    (await person.ask('get', `/api/exports/${id}`)).body;
  const fileOf = (person: Person, id: string) =>
    person.ask('get', `/api/exports/${id}/file`).buffer(true).parse(bytesOf);
  /** Its end, whatever it comes to. */
  const ended = async (person: Person, id: string): Promise<ExportView> => {
    await expect
      .poll(async () => (await get(person, id)).state, { timeout: 20_000 })
      .toMatch(/done|failed|cancelled/);
    return get(person, id);
  };
  const ledger = () => ({ kind: 'ledger', planId: plan.planId });
  const kind = () => house.app.get(ExportKinds).of('ledger');
  const audited = async (action: string, by: Person): Promise<number> => {
    const [{ count }] = await house.source.query(
      `select count(*)::int as count from audit where action = $1 and actor_id = $2`,
      [action, by.id],
    );
    return count;
  };
  const document = (bytes = 'file'): MadeDocument => ({
    bytes: Buffer.from(bytes),
    mediaType: 'text/plain',
    filename: '台账.txt',
    audit: { action: 'export.trial', subjectType: 'plan', subjectId: plan.planId, planId: plan.planId },
  });
  /** Makes ledgers wait in the middle of their work until they are let go on. */
  const held = (work?: (ctx: RequestContext) => Promise<unknown>) => {
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    gates.push(letGo);
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const made = vi.spyOn(kind(), 'make').mockImplementation(async (ctx, _, steps: Steps) => {
      await steps.expect(3);
      await steps.next();
      await work?.(ctx);
      arrive();
      await gate;
      await work?.(ctx);
      await steps.next();
      return document();
    });
    return { letGo, arrived, made };
  };
  /** Another process on the same database. */
  const runner = () => {
    const of = <T>(token: new (...given: never[]) => T) => house.app.get(token);
    return new ExportRunner(
      of(ExportJobRepository),
      of(ExportKinds),
      of(Sessions),
      of(Contexts),
      of(Clock),
      false,
    );
  };

  it('makes every kind in real steps, tells how far it is, and keeps the file for the one who asked', async () => {
    const refused = await start(office, { kind: 'meeting-briefing', meetingId });
    expect([refused.status, refused.body.code]).toEqual([409, 'not-frozen']);
    expect((await start(office, { kind: 'meeting-minutes', meetingId })).status).toBe(404);
    for (const rest of ['/moves', '/snapshot', '/moves', '/moves']) {
      const { version, state } = (await office.ask('get', `/api/meetings/${meetingId}`)).body;
      const move = { planned: 'collect', frozen: 'open', open: 'close' }[state as 'open'];
      await office.ask('post', `/api/meetings/${meetingId}${rest}`, move ? { move } : {}, version);
    }
    const of = { planId: plan.planId };
    const orders: [body: { kind: string }, name: RegExp, steps: number][] = [
      [{ kind: 'meeting-briefing', meetingId } as never, /推进会汇报材料\.docx$/, 12],
      [{ kind: 'meeting-minutes', meetingId } as never, /推进会纪要\.docx$/, 3],
      [{ kind: 'meeting-ledger', meetingId } as never, /推进会台账\.xlsx$/, 8],
      [{ kind: 'board', ...of, period: '2024-08' } as never, /总览-2024-09-20\.xlsx$/, 5],
      [{ kind: 'ledger', ...of, q: 'Task' } as never, /台账-2024-09-20\.xlsx$/, 4],
      [
        { kind: 'report-matrix', ...of, areaId: 'trial', formKey: 'county-counts' } as never,
        /应报与已报-试验-2024-09-20\.xlsx$/,
        4,
      ],
      [{ kind: 'text-report', ...of, period: '2024-Q3' } as never, /第三季度.*报告\.docx$/, 8],
    ];
    for (const [body, name, steps] of orders) {
      const job = await started(office, body);
      expect([job.fileName, job.size], body.kind).toEqual([null, null]);
      const done = await ended(office, job.id);
      expect(done, body.kind).toMatchObject({
        kind: body.kind,
        state: 'done',
        done: steps,
        total: steps,
        fileName: expect.stringMatching(name),
        error: null,
        expiresAt: '2024-09-27T02:00:00.000Z',
      });
      const file = await fileOf(office, job.id);
      expect([file.status, file.body.length], body.kind).toEqual([200, done.size]);
      expect(file.headers['content-type']).toContain(done.mediaType);
      const [title = '', ending] = (done.fileName ?? '').split('.');
      if (ending === 'docx') expect(await wordsOf(file.body)).toContain(title);
      else {
        const book = new ExcelJS.Workbook();
        await book.xlsx.load(file.body);
        const lines = book.worksheets[0]
          ?.getSheetValues()
          .map((row) => (Array.isArray(row) ? row.slice(1, 3) : []));
        if (body.kind === 'report-matrix') {
          expect(String(lines?.[1]?.[0])).toMatch(
            /^内部资料 · p\w+ · 2024-09-20 \d\d:\d\d · 试验 · 截至 2024-09-20$/,
          );
          expect(lines?.slice(2)).toEqual([
            ['单位', '2024-01'],
            ['已报 / 应报', '0/1'],
            ['Unit east', '逾期未报'],
          ]);
        }
      }
      for (const path of ['', '/file'])
        expect((await lead.ask('get', `/api/exports/${job.id}${path}`)).status).toBe(404);
      expect((await office.ask('delete', `/api/exports/${job.id}`)).body.code).toBe('export-ended');
    }
    const { body: list } = await office.ask('get', '/api/exports');
    expect(exportPage.parse(list)).toEqual(list);
    expect(list.items.map((each: ExportView) => each.kind)).toHaveLength(orders.length);
    expect((await lead.ask('get', '/api/exports')).body.items).toEqual([]);
    for (const action of ['meeting.download-briefing', 'meeting.download-minutes', 'text-report.download'])
      expect(await audited(action, office), action).toBe(1);
    expect([await audited('export.start', office), await audited('export.download', office)]).toEqual([7, 7]);
  });

  it('refuses as the direct downloads do, and takes the same order twice for one', async () => {
    const viewer = await personOf(house, { role: 'viewer' });
    const auditor = await personOf(house, { role: 'auditor' });
    const statuses = async (person: Person) => [
      (await start(person, { kind: 'meeting-ledger', meetingId })).status,
      (await start(person, { kind: 'text-report', planId: plan.planId, period: '2024-08' })).status,
      (await start(person, ledger())).status,
    ];
    expect(await statuses(viewer)).toEqual([404, 403, 201]);
    expect(await statuses(auditor)).toEqual([404, 404, 404]);
    expect((await start(office, { kind: 'ledger', planId: randomUUID() })).status).toBe(404);
    const bad = await start(office, { kind: 'text-report', planId: plan.planId, period: '2023-08' });
    expect([bad.status, bad.body.errors[0].path]).toEqual([422, 'period']);
    for (const body of [{}, { kind: 'all' }, { ...ledger(), more: 1 }, { kind: 'meeting-briefing' }])
      expect((await start(office, body)).status).toBe(422);
    const key = randomUUID();
    const twice = [1, 2].map(() => start(lead, ledger()).set('idempotency-key', key));
    const ids = (await Promise.all(twice)).map((answer) => answer.body.id ?? answer.body.code);
    const again = await start(lead, ledger()).set('idempotency-key', key);
    expect(new Set([...ids, again.body.id]).size - Number(ids.includes('in-progress'))).toBe(1);
    expect((await lead.ask('get', '/api/exports')).body.total).toBe(1);
  });

  it('sees a cancel between two steps, and leaves nothing', async () => {
    const { letGo, arrived } = held();
    const job = await started(office, ledger());
    await arrived;
    expect(await get(office, job.id)).toMatchObject({ state: 'working', done: 1, total: 4 });
    expect((await fileOf(office, job.id)).status).toBe(409);
    const waiting = await started(office, ledger());
    for (const { id } of [waiting, job]) {
      const cancelled = await office.ask('delete', `/api/exports/${id}`);
      expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
      expect((await office.ask('delete', `/api/exports/${id}`)).body.code).toBe('export-ended');
    }
    letGo();
    const after = await started(office, { kind: 'board', planId: plan.planId });
    expect((await ended(office, after.id)).state).toBe('done');
    expect(await get(office, job.id)).toMatchObject({ state: 'cancelled', size: null, fileName: null });
    expect([await audited('export.trial', office), await audited('export.cancel', office)]).toEqual([0, 2]);
  });

  it('is made of one instant, whatever is written meanwhile', async () => {
    const counts: number[] = [];
    const { letGo, arrived } = held(async (ctx) => {
      const [{ count }] = await ctx.em.query(`select count(*)::int as count from task`);
      counts.push(count);
    });
    const job = await started(office, ledger());
    await arrived;
    await house.source.query(
      `insert into task (id, plan_id, area_id, number, title, visibility, state, origin)
       values ($1, $2, 'trial', 7, 'Meanwhile', 'open', 'in-progress', 'plan')`,
      [randomUUID(), plan.planId],
    );
    letGo();
    expect((await ended(office, job.id)).state).toBe('done');
    expect(counts[1]).toBe(counts[0]);
  });

  it('is done once, by however many processes', async () => {
    const made = vi.spyOn(kind(), 'make').mockImplementation(async (_ctx, _of, steps: Steps) => {
      await steps.next();
      return document();
    });
    const others = [runner(), runner()];
    const asked: [Person, ExportView][] = [];
    for (const person of [office, lead, office, lead, office, lead]) {
      asked.push([person, await started(person, ledger())]);
      for (const other of others) other.wake();
    }
    for (const [person, { id }] of asked) expect((await ended(person, id)).state).toBe('done');
    expect(made).toHaveBeenCalledTimes(asked.length);
    await Promise.all(others.map((each) => each.beforeApplicationShutdown()));
  });

  it('is taken up again where its process is gone, and put back where its house closes', async () => {
    const first = held();
    const job = await started(office, ledger());
    await first.arrived;
    first.made.mockRestore();
    // Its process seems to be gone: it gave no sign of life for more than a minute.
    const other = runner();
    const takenUp = async (id: string) => {
      house.passMinutes(2);
      other.wake();
      return get(office, id);
    };
    await expect
      .poll(() => takenUp(job.id), { timeout: 20_000 })
      .toMatchObject({ state: 'done', fileName: '重点任务台账-2024-09-20.xlsx' });
    first.letGo();
    const trial = await audited('export.trial', office);

    // Nobody else still looks for work: it could be the one that takes what the leaving one is given.
    for (const each of [house.app.get(ExportRunner), other])
      await expect.poll(() => Reflect.get(each, 'running'), { timeout: 20_000 }).toBeNull();
    const leaving = runner();
    const closing = held();
    const put = randomUUID();
    await house.source.query(
      `insert into export_job (id, plan_id, user_id, request_id, kind, parameters, title, language, state, created_at, touched_at)
       select $1, plan_id, user_id, request_id, kind, parameters, title, language, 'waiting', created_at, touched_at
       from export_job where id = $2`,
      [put, job.id],
    );
    leaving.wake();
    await closing.arrived;
    const closed = leaving.beforeApplicationShutdown();
    closing.letGo();
    await closed;
    closing.made.mockRestore();
    expect(await get(office, put)).toMatchObject({ state: 'waiting', size: null });
    other.wake();
    expect((await ended(office, put)).state).toBe('done');
    // What was begun twice is told of once: by the one that finished.
    expect(await audited('export.trial', office)).toBe(trial);
    await other.beforeApplicationShutdown();
  });

  it('gives up one that was interrupted again and again, and says why one failed', async () => {
    const stuck = randomUUID();
    await house.source.query(
      `insert into export_job (id, plan_id, user_id, request_id, kind, parameters, title, language, state, claim, attempts, created_at, touched_at)
       values ($1, $2, $3, 'r', 'ledger', $4, 't', 'zh', 'working', $1, 5, $5, $5)`,
      [
        stuck,
        plan.planId,
        office.id,
        JSON.stringify({ ...ledger(), sort: 'number', origin: 'plan' }),
        new Date(0),
      ],
    );
    vi.spyOn(kind(), 'make').mockRejectedValueOnce(new Error('a defect with a secret'));
    const job = await started(office, ledger());
    const failed = [await ended(office, stuck), await ended(office, job.id)];
    expect(failed.map((each) => [each.state, each.error?.code])).toEqual([
      ['failed', 'export-interrupted'],
      ['failed', 'internal'],
    ]);
    expect(JSON.stringify(failed)).not.toContain('secret');
  });

  it('makes a few at a time for one person', async () => {
    const { letGo, arrived } = held();
    for (let at = 0; at < 5; at += 1) await started(office, ledger());
    await arrived;
    expect((await start(office, ledger())).body.code).toBe('too-many-exports');
    expect((await start(lead, ledger())).status).toBe(201);
    letGo();
    const { items } = (await office.ask('get', '/api/exports')).body;
    for (const { id } of items) await ended(office, id);
  });

  it('refuses the file to whoever may no longer have it, or know of what it tells', async () => {
    const head = await personOf(house, { role: 'unit-head', unitId: tree.east });
    const [secret] = await house.source.query(
      `insert into task (id, plan_id, area_id, number, title, outline_title, visibility, state, origin, due_date, original_due_date)
       values ($1, $2, 'trial', 5, 'Secret matter', 'Matter 5', 'restricted', 'in-progress', 'plan', '2024-10-01', '2024-10-01') returning id`,
      [randomUUID(), plan.planId],
    );
    const knower = `insert into task_knower (plan_id, task_id, user_id) values ($1, $2, $3)`;
    await house.source.query(knower, [plan.planId, secret.id, head.id]);
    const told = await started(head, ledger());
    await ended(head, told.id);
    expect((await fileOf(head, told.id)).status).toBe(200);
    await house.source.query(`delete from task_knower where user_id = $1`, [head.id]);
    expect((await fileOf(head, told.id)).status).toBe(404);

    const reader = await personOf(house, { role: 'leader' }, { role: 'viewer' });
    const report = await started(reader, { kind: 'text-report', planId: plan.planId, period: '2024-08' });
    await ended(reader, report.id);
    await house.source.query(`delete from role_grant where user_id = $1 and role = 'leader'`, [reader.id]);
    expect((await fileOf(reader, report.id)).status).toBe(403);

    // Lost while it waits: nothing is made.
    const { letGo, arrived } = held();
    await started(office, ledger());
    await arrived;
    const late = await personOf(house, { role: 'leader' }, { role: 'viewer' });
    const waits = await started(late, { kind: 'text-report', planId: plan.planId, period: '2024-08' });
    await house.source.query(`delete from role_grant where user_id = $1 and role = 'leader'`, [late.id]);
    letGo();
    expect(await ended(late, waits.id)).toMatchObject({ state: 'failed', error: { code: 'forbidden' } });
  });

  it('keeps a file for seven days', async () => {
    const job = await started(office, ledger());
    await ended(office, job.id);
    house.passMinutes(7 * 24 * 60 + 1);
    const gone = await fileOf(office, job.id);
    expect([gone.status, JSON.parse(gone.body.toString()).code]).toEqual([410, 'export-expired']);
    expect(await house.app.get(ExportJobs).removeOld(systemContext(house))).toBeGreaterThan(0);
    expect((await office.ask('get', `/api/exports/${job.id}`)).status).toBe(404);
    expect((await office.ask('get', '/api/exports')).body.items).toEqual([]);
  });
});
