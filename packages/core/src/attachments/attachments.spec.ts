import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTaskWorld, type Person, type TaskWorld } from '../tasks/task-world.testing.js';
import { FileStore } from './file-store.js';

const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}\n%%EOF`);

describe('attachments', () => {
  let world: TaskWorld;
  beforeAll(async () => {
    world = await openTaskWorld();
  });
  afterAll(() => world.close());

  const upload = (bytes: Buffer, filename: string, { person = 'reporter' as Person, key = '' } = {}) =>
    request(world.house.app.getHttpServer())
      .post('/api/attachments')
      .set('x-person', world.people[person].id)
      .set(key ? { 'idempotency-key': key } : {})
      .attach('file', bytes, { filename });
  const download = (id: string, person: Person) => world.as(person).get(`attachments/${id}`);

  it('come back as they were sent, as a download', async () => {
    const bytes = pdf('佐证');
    const sent = await upload(bytes, '佐证材料.pdf');
    expect([sent.status, sent.body.name, sent.body.mediaType, sent.body.bytes]).toEqual([
      201,
      '佐证材料.pdf',
      'application/pdf',
      bytes.length,
    ]);
    const got = await download(sent.body.id, 'reporter')
      .buffer(true)
      .parse((answer, done) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => done(null, Buffer.concat(chunks)));
      });
    expect(got.body.equals(bytes)).toBe(true);
    expect(got.headers['content-disposition']).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('佐证材料.pdf')}`,
    );
    expect(got.headers['x-content-type-options']).toBe('nosniff');
  });

  it('are known by their bytes, not by their name', async () => {
    const kinds: [Buffer, string, number][] = [
      [Buffer.from('<html><script>1</script></html>'), 'page.html', 201],
      [Buffer.from('MZ\u0000\u0000', 'latin1'), 'tool.pdf', 415],
      [Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 0, 0]), 'files.zip', 415],
      [Buffer.from('GIF89a', 'latin1'), 'a.gif', 415],
      [Buffer.from([0xff, 0xfe, 0x00, 0x41]), 'a.txt', 415],
    ];
    for (const [bytes, name, status] of kinds) {
      const answer = await upload(bytes, name);
      expect([name, answer.status]).toEqual([name, status]);
      // What looks like text is text: never shown as a page.
      if (status === 201) expect(answer.body.mediaType).toBe('text/plain; charset=utf-8');
    }
  });

  it('are refused with a personal number in text or name, when too large, and when there is none', async () => {
    for (const [bytes, name] of [
      [Buffer.from('联系人 13912345678'), 'a.txt'],
      [pdf('x'), '13912345678.pdf'],
    ] as const) {
      const answer = await upload(bytes, name);
      expect([answer.status, answer.body.errors[0]?.code]).toEqual([422, 'personal-number']);
    }
    const large = await upload(Buffer.concat([pdf('x'), Buffer.alloc(20 * 1024 * 1024)]), 'large.pdf');
    expect([large.status, large.body.code]).toEqual([413, 'too-large']);
    expect((await world.as('reporter').send('post', 'attachments', {})).status).toBe(415);
  });

  it('are stored once for one key, and once for the same bytes', async () => {
    const one = await upload(pdf('same'), 'one.pdf', { key: 'k1' });
    const again = await upload(pdf('same'), 'one.pdf', { key: 'k1' });
    expect(again.body).toEqual(one.body);
    expect((await upload(pdf('else'), 'one.pdf', { key: 'k1' })).body.code).toBe('idempotency-key-reused');
    const other = await upload(pdf('same'), 'two.pdf');
    expect([other.body.id === one.body.id, other.body.sha256]).toEqual([false, one.body.sha256]);
    const directory = Reflect.get(world.house.app.get(FileStore), 'dataDir') as string;
    const files = await readdir(join(directory, 'attachments', one.body.sha256.slice(0, 2)));
    expect(files.filter((name) => name.startsWith(one.body.sha256))).toEqual([one.body.sha256]);
  });

  it('are read by those who may read what they back, and by nobody else', async () => {
    const { id } = (await upload(pdf('evidence'), 'e.pdf')).body;
    const taskId = await world.task({ state: 'in-progress' });
    expect([(await download(id, 'reporter')).status, (await download(id, 'head')).status]).toEqual([
      200, 404,
    ]);
    const stolen = await world.as('head').send('post', `tasks/${taskId}/evidence`, { attachmentId: id });
    expect([stolen.status, stolen.body.errors[0].path]).toEqual([422, 'attachmentId']);
    const filed = await world.as('reporter').send('post', `tasks/${taskId}/evidence`, { attachmentId: id });
    expect([filed.status, filed.body.name, filed.body.addedBy.name]).toEqual([201, 'e.pdf', 'reporter']);
    const twice = await world.as('reporter').send('post', `tasks/${taskId}/evidence`, { attachmentId: id });
    expect(twice.body.code).toBe('already-exists');
    const readers: [Person, number][] = [
      ['head', 200],
      ['areaLead', 200],
      ['planOffice', 200],
      ['otherLeader', 200],
      ['partnerHead', 404],
      ['strangerLead', 404],
      ['viewer', 404],
      ['admin', 404],
      ['auditor', 404],
    ];
    for (const [person, status] of readers)
      expect([person, (await download(id, person)).status]).toEqual([person, status]);
    expect((await world.as('head').get(`tasks/${taskId}/evidence`)).body.items).toMatchObject([
      { attachmentId: id },
    ]);
    expect((await world.as('viewer').get(`tasks/${taskId}/evidence`)).status).toBe(403);
  });

  it('of a restricted task are for those who may know of it', async () => {
    const { id } = (await upload(pdf('secret'), 's.pdf')).body;
    const taskId = await world.task({
      state: 'in-progress',
      visibility: 'restricted',
      knowerIds: [world.people.reporter.id, world.people.head.id],
    });
    const filed = await world.as('reporter').send('post', `tasks/${taskId}/evidence`, { attachmentId: id });
    expect(filed.status).toBe(201);
    const statuses = [];
    for (const person of ['head', 'planOffice', 'leader', 'areaLead', 'otherLeader'] as const)
      statuses.push((await download(id, person)).status);
    expect(statuses).toEqual([200, 200, 200, 404, 404]);
  });
});
