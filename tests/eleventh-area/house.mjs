// Run by Node in a built copy of the repository: stands the house up with the areas of that copy's apps/api, on the
// database of the environment. With the argument `stand` it first makes a small bureau with a plan. Tells one line of
// JSON when it listens, and ends by SIGTERM.
import { areas } from '@duban/api';
import {
  Calendar,
  Contexts,
  createApp,
  Expectations,
  Identity,
  inTransaction,
  migrate,
  openApiDocument,
  openDatabase,
  Plans,
  Tasks,
  Units,
} from '@duban/core';

const { APP_URL, OWNER_URL, DATA_DIR, AREA } = process.env;

/** Ten in the morning, standing still: reports of September may be begun. */
const realTime = () => new Date('2024-09-20T02:00:00Z');

/** A city with one county, a plan of two areas with one open task and one duty each, and who it takes to report. */
async function stand(app) {
  const ctx = app.get(Contexts).open();
  return inTransaction(ctx, async (own) => {
    await app.get(Calendar).install(own);
    const unit = (code, kind, parentId) =>
      app.get(Units).add(own, { code, name: code, kind, parentId, from: '2020-01-01' });
    const city = (await unit('city', 'bureau', null)).id;
    const county = (await unit('county', 'county', city)).id;
    const person = async (username, grants) => {
      const account = { username, name: username, unitId: null, mustChangePassword: false };
      const { id, password } = await app.get(Identity).createUser(own, account);
      for (const grant of grants) await app.get(Identity).grant(own, id, grant);
      return { username, password };
    };
    const chosen = [AREA, 'grassroots'].map(
      (id) => areas.find(({ manifest }) => manifest.id === id).manifest,
    );
    const planId = await app.get(Plans).create(own, {
      year: 2024,
      title: '2024',
      bureau: 'Bureau',
      rootUnitId: city,
      announcedTasks: chosen.length,
      areas: chosen.map(({ id, title }, at) => ({ areaId: id, number: at + 1, title })),
    });
    for (const [at, { id: areaId, forms, title }] of chosen.entries()) {
      const form = forms.find(({ key }) => key === 'dispute-diversion') ?? forms[0];
      const taskId = await app.get(Tasks).create(own, {
        planId,
        areaId,
        number: at + 1,
        title: title.zh,
        origin: 'plan',
        visibility: 'open',
        state: 'in-progress',
        dueDate: '2024-12-31',
        leadUnitId: county,
      });
      await app
        .get(Expectations)
        .addDuty(own, { planId, year: 2024, areaId, form, taskId, unitIds: [county] });
    }
    return {
      planId,
      city,
      county,
      people: {
        reporter: await person('reporter', [{ role: 'reporter', unitId: county }]),
        head: await person('head', [{ role: 'unit-head', unitId: county }]),
        lead: await person(
          'lead',
          chosen.map(({ id }) => ({ role: 'area-lead', areaId: id })),
        ),
        admin: await person('admin', [{ role: 'system-admin' }]),
      },
    };
  });
}

if (process.argv[2] === 'stand') await migrate(OWNER_URL, APP_URL);
const source = await openDatabase(APP_URL, 4);
const app = await createApp({
  source,
  zone: 'Asia/Shanghai',
  realTime,
  areas,
  dataDir: DATA_DIR,
  logger: false,
});
await app.listen(0, '127.0.0.1');
const stood = process.argv[2] === 'stand' ? await stand(app) : {};
process.once('SIGTERM', async () => {
  await app.close();
  await source.destroy();
});
const { port } = app.getHttpServer().address();
const schemas = Object.keys(openApiDocument(app).components.schemas);
console.log(JSON.stringify({ url: `http://127.0.0.1:${port}`, schemas, ...stood }));
