import type { DemoHouse } from '../house/demo-house.js';
import { type AddRow, readers } from './matrix.js';

interface Place {
  taskId: string;
  id: string;
  milestoneId: string;
}

/** Rows of what units take on of a task and give on (分解): a county's share, a station's below it, a restricted task's. */
export async function addShares(house: DemoHouse, add: AddRow): Promise<void> {
  const { planId } = house;
  const restricted = (number: string) =>
    `t.visibility = 'restricted' and t.area_id = 'crime-fighting' and ${number}`;
  const find = async (task: string, unit: string): Promise<Omit<Place, 'milestoneId'>> => {
    const [row] = await house.rows<{ id: string; taskId: string }>(
      `select a.id, a.task_id as "taskId" from assignment a join task t on t.id = a.task_id join unit u on u.id = a.unit_id
       where ${task} and u.code = $1`,
      [unit],
    );
    if (!row) throw new Error(`the demo has no share of ${unit} where ${task}`);
    return row;
  };
  const step = async (share: Omit<Place, 'milestoneId'>): Promise<Place> => {
    const [row] = await house.rows<{ id: string }>(
      `select id from share_milestone where share_id = $1 order by due_date limit 1`,
      [share.id],
    );
    if (!row) throw new Error('the share has no step');
    return { ...share, milestoneId: row.id };
  };
  /** A step for the lead unit's share, as the demo has none. */
  const withStep = async (task: string): Promise<Place> => {
    const share = await find(task, 'XZ');
    const head = await house.as('head-xz');
    const [{ version } = { version: 0 }] = await house.rows<{ version: number }>(
      `select version from assignment where id = $1`,
      [share.id],
    );
    const body = { milestones: [{ title: '一个节点', dueDate: '2024-10-31' }] };
    const { status, text } = await head.send(
      'put',
      `/api/tasks/${share.taskId}/shares/${share.id}/milestones`,
      {
        body,
        version,
      },
    );
    if (status !== 200) throw new Error(`no step was set: ${status} ${text}`);
    return step(share);
  };

  add('GET /api/plans/{id}/shares', 'the plan', readers, { params: { id: planId } });
  for (const [place, share, read, reporting, heads, writing] of [
    [
      'county',
      await step(await find('t.number = 27', 'X1')),
      readers,
      '33333 3++3333 3344',
      '33333 3+33333 3344',
      '33333 +++3333 3344',
    ],
    [
      'station below',
      await step(await find('t.number = 27', 'X1S01')),
      readers,
      '33333 333++33 3344',
      '33333 333+333 3344',
      '33333 +33++33 3344',
    ],
    [
      'restricted, printed',
      await withStep(restricted('t.number = 16')),
      readers,
      '33443 444444+ 4444',
      '33443 444444+ 4444',
      '33443 444444+ 4444',
    ],
    [
      'restricted, added',
      await withStep(restricted('t.number is null')),
      '++44+ 444444+ 4444',
      '33443 444444+ 4444',
      '33443 444444+ 4444',
      '33443 444444+ 4444',
    ],
  ] as const) {
    const path = '/api/tasks/{id}/shares';
    const params = { id: share.taskId, shareId: share.id };
    const milestone = { ...params, milestoneId: share.milestoneId };
    add(`GET ${path}`, place, read, { params: { id: share.taskId } });
    add(`POST ${path}/{shareId}/accept`, place, reporting, { params });
    add(`PUT ${path}/{shareId}/handler`, place, heads, { params, body: { handlerId: null } });
    add(`PUT ${path}/{shareId}/milestones`, place, heads, { params, body: { milestones: [] } });
    add(`PUT ${path}/{shareId}/breakdown`, place, heads, { params, body: { children: [] } });
    add(`POST ${path}/{shareId}/milestones/{milestoneId}/completion`, place, writing, {
      params: milestone,
      body: { doneOn: '2024-09-19' },
    });
  }
}
