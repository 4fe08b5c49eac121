import type { MoveFacts, RequestContext } from '@duban/server-kit';
import { expect, test } from 'vitest';
import server from './server.js';

type Step = MoveFacts['milestones'][number];
const built: Step = {
  id: 'centre',
  title: '中心建成',
  dueDate: '2024-12-31',
  doneOn: '2024-06-20',
  firm: true,
  evidence: 1,
};

/** What the guard says of a move with these milestones; null where it lets it pass. */
function said(move: string, ...milestones: Step[]): unknown {
  const [from, to] =
    move === 'request-closure' ? ['in-progress', 'closure-review'] : ['closure-review', 'closed'];
  const ids = { planId: 'plan', taskId: 'task', taskNumber: 13, areaId: 'crime-fighting' };
  try {
    server.beforeMove?.({} as RequestContext, {
      ...ids,
      move,
      from,
      to,
      milestones,
      evidence: 1,
      figures: {},
    });
    return null;
  } catch (error) {
    return error;
  }
}

test('a task closes when every firm milestone has its day and its evidence', () => {
  expect(said('request-closure', built)).toBeNull();
  expect(said('approve-closure', built)).toBeNull();
  expect(said('request-closure')).toBeNull();
});

test('a firm milestone that is open, or done without evidence, keeps it from closing, by name', () => {
  const open = said('request-closure', built, { ...built, id: 'second', doneOn: null, evidence: 0 });
  expect(open).toMatchObject({
    code: 'crime-fighting.step-open',
    status: 409,
    errors: [{ path: 'milestones.second.doneOn' }, { path: 'milestones.second.evidence' }],
  });
  expect(said('approve-closure', { ...built, evidence: 0 })).toMatchObject({
    errors: [{ path: 'milestones.centre.evidence', message: '中心建成: no evidence' }],
  });
});

test('what is merely striven for, and every other move, may leave it open', () => {
  const open = { ...built, doneOn: null, evidence: 0 };
  expect(said('request-closure', { ...open, firm: false })).toBeNull();
  expect(said('send-back', open)).toBeNull();
  expect(said('suspend', open)).toBeNull();
});
