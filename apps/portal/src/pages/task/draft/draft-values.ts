import type { CreateTaskBody, TaskDetail } from '@duban/contract';

/** What a draft says, field by field as the API takes it. */
export type DraftValues = Omit<
  Required<CreateTaskBody>,
  'basis' | 'summary' | 'leaderId' | 'leadUnitId' | 'dueDate'
> & {
  basis: string | null;
  summary: string | null;
  leaderId: string | null;
  leadUnitId: string | null;
  dueDate: string | null;
};

/** Origins of tasks that people draft here; those of meetings come out of their minutes. */
export const draftOrigins = ['added', 'superior', 'instruction'] as const;
/** Whether people say where such a task comes from; what the plan prints and a meeting decided comes from there. */
export const isDraftOrigin = (origin: string) => draftOrigins.some((each) => each === origin);

export const emptyDraft = (areaId: string): DraftValues => ({
  title: '',
  areaId,
  origin: 'added',
  basis: null,
  summary: null,
  visibility: 'open',
  leaderId: null,
  leadUnitId: null,
  responsibleUnitIds: [],
  cooperatingUnitIds: [],
  knowerIds: [],
  dueDate: null,
});

/** A task as its draft says it. */
export const draftOf = (task: TaskDetail): DraftValues => ({
  title: task.title ?? '',
  areaId: task.areaId,
  origin: task.origin as DraftValues['origin'],
  basis: task.basis,
  summary: task.summary,
  visibility: task.visibility === 'restricted' ? 'restricted' : 'open',
  leaderId: task.leader?.id ?? null,
  leadUnitId: task.leadUnit?.id ?? null,
  responsibleUnitIds: task.responsibleUnits.map(({ id }) => id),
  cooperatingUnitIds: task.cooperatingUnits.map(({ id }) => id),
  knowerIds: task.knowers.map(({ id }) => id),
  dueDate: task.dueDate,
});
