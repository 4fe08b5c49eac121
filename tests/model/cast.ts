/**
 * Who and what the model knows: a small bureau, and one person of each kind that a rule of 2-domain.md tells apart.
 * Nothing here, nor in any `*-model.ts`, imports the product: the expectations are written down a second time.
 */
export type Unit = 'city' | 'east' | 'west' | 'north' | 'e1';
export type AreaId = 'trial' | 'other';

/** The units in whose figures a unit counts, the bureau first. e1 is a station of east; the others are counties. */
export const above: Record<Unit, Unit[]> = {
  city: ['city'],
  east: ['city', 'east'],
  west: ['city', 'west'],
  north: ['city', 'north'],
  e1: ['city', 'east', 'e1'],
};

export interface Post {
  role: string;
  unit?: Unit;
  area?: AreaId;
}
interface Character {
  /** The unit that the person belongs to, whatever the posts are. */
  unit?: Unit;
  posts: Post[];
}

const post = (role: string, bound: Omit<Post, 'role'> = {}): Post => ({ role, ...bound });

export const cast = {
  office: { posts: [post('plan-office')] },
  /** Of the plan office, and of the unit that leads the tasks: decides on none of its closures. */
  insider: { unit: 'east', posts: [post('plan-office')] },
  leader: { posts: [post('leader')] },
  stranger: { posts: [post('leader')] },
  /** Could ask and approve alone. */
  both: { posts: [post('leader'), post('plan-office')] },
  lead: { posts: [post('area-lead', { area: 'trial' })] },
  /** The only lead of the other area, and of the unit that leads its tasks. */
  otherLead: { unit: 'east', posts: [post('area-lead', { area: 'other' })] },
  /** Could sign for west and accept the same report. */
  leadHead: { posts: [post('area-lead', { area: 'trial' }), post('unit-head', { unit: 'west' })] },
  headEast: { posts: [post('unit-head', { unit: 'east' })] },
  reporterEast: { posts: [post('reporter', { unit: 'east' })] },
  headWest: { posts: [post('unit-head', { unit: 'west' })] },
  reporterWest: { posts: [post('reporter', { unit: 'west' })] },
  headNorth: { posts: [post('unit-head', { unit: 'north' })] },
  headE1: { posts: [post('unit-head', { unit: 'e1' })] },
  reporterE1: { posts: [post('reporter', { unit: 'e1' })] },
  reviewerEast: { posts: [post('reviewer', { unit: 'east' })] },
  /** Could sign for e1 and accept the same report. */
  reviewerHead: { posts: [post('reviewer', { unit: 'east' }), post('unit-head', { unit: 'e1' })] },
  reviewerWest: { posts: [post('reviewer', { unit: 'west' })] },
  viewer: { posts: [post('viewer')] },
  admin: { posts: [post('system-admin')] },
  security: { posts: [post('security-admin')] },
  auditor: { posts: [post('auditor')] },
} as const satisfies Record<string, Character>;
export type Who = keyof typeof cast;
export const everybody = Object.keys(cast) as Who[];

const characterOf = (who: Who): Character => cast[who];
export const unitOf = (who: Who): Unit | null => characterOf(who).unit ?? null;
export const postsOf = (who: Who): readonly Post[] => characterOf(who).posts;
export const holds = (who: Who, role: string, fits: (post: Post) => boolean = () => true): boolean =>
  postsOf(who).some((each) => each.role === role && fits(each));

/** Who holds each role. */
export const roles = [...new Set(everybody.flatMap((who) => postsOf(who).map(({ role }) => role)))];
export const holders = roles.map((role) => everybody.filter((who) => holds(who, role)));

/** Every business role reads open tasks and figures; so do viewers and the system's admin. */
const readers = 'plan-office leader area-lead reviewer unit-head reporter viewer system-admin'.split(' ');
export const readsTasks = (who: Who): boolean => readers.some((role) => holds(who, role));
export const readsUnits = (who: Who): boolean => readsTasks(who) || holds(who, 'security-admin');

/** A refusal, as a caller sees it. */
export interface Refusal {
  status: number;
  code: string;
}
export const refusal = (status: number, code: string): Refusal => ({ status, code });
export const invalid = refusal(422, 'validation-failed');
export const absent = refusal(404, 'not-found');
export const forbidden = refusal(403, 'forbidden');
export const notPossible = refusal(409, 'move-not-possible');
/** The move leads on from here and is for this person, but the task is not ready for it. */
export const unready = refusal(409, 'move-not-possible');
export const samePerson = refusal(409, 'same-person');

/** How a change is sent: with the version that stands, an older one, or none. */
export type Sent = 'fresh' | 'stale' | 'unversioned';
export function versionRefusal(sent: Sent): Refusal | null {
  if (sent === 'unversioned') return refusal(428, 'precondition-required');
  return sent === 'stale' ? refusal(412, 'stale-version') : null;
}
