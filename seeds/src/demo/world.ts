import type { People } from '../organisation/seed-accounts.js';
import { personOf } from '../organisation/seed-accounts.js';
import type { UnitDirectory } from '../organisation/seed-organisation.js';
import type { SeededTask } from '../seed-plan.js';
import type { Actor } from './course.js';

/** Whom and what the demo's steps refer to. */
export interface World {
  planId: string;
  units: UnitDirectory;
  people: People;
}

/** The person who makes a step of a task. */
export function actorOf({ people }: World, task: Pick<SeededTask, 'areaId' | 'leadCode'>, by: Actor): string {
  const code = task.leadCode.toLowerCase();
  switch (by) {
    case 'planoffice':
    case 'leader':
      return personOf(people, by);
    case 'head':
      return personOf(people, `head-${code}`);
    case 'reporter':
      return personOf(people, `reporter-${code}`);
    case 'lead':
      return personOf(people, `lead-${task.areaId}`);
  }
}

/** Who may know of a restricted task: the area lead, and head and reporter of the lead unit. */
export function knowersOf(people: People, areaId: string, leadCode: string): string[] {
  const code = leadCode.toLowerCase();
  return [`lead-${areaId}`, `head-${code}`, `reporter-${code}`].map((username) => personOf(people, username));
}
