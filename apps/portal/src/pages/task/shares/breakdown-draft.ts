import { type BreakdownBody, type Division, divide, type Share, type ShareTarget } from '@duban/contract';
import { isWhole, type StepDraft, sentStep } from './step-rows.js';

/** A unit's part while it is being written. */
export interface ChildDraft {
  key: string;
  unitId: string | null;
  text: string;
  handler: { id: string; name: string } | null;
  /** Whether the handler was chosen here; one that the unit named itself is left to it. */
  handlerChosen: boolean;
  /** By metric; null where none is set. */
  values: Record<string, number | null>;
  dates: Record<string, string | null>;
  steps: StepDraft[];
}

export const newChild = (): ChildDraft => ({
  key: crypto.randomUUID(),
  unitId: null,
  text: '',
  handler: null,
  handlerChosen: false,
  values: {},
  dates: {},
  steps: [],
});

/** A part that it was given on as; one that ended with its unit is none any more. */
const isGiven = (share: Share) => (part: Share) => part.parentId === share.id && part.waivedReason === null;

/** What the share was broken down to so far. */
export function draftOf(share: Share, parts: readonly Share[]): ChildDraft[] {
  return parts.filter(isGiven(share)).map((each) => {
    const own = each.targets.filter((target) => target.source === 'share');
    return {
      key: each.id,
      unitId: each.unit.id,
      text: each.text ?? '',
      handler: each.handler,
      handlerChosen: false,
      values: Object.fromEntries(own.map(({ metric, value }) => [metric, value])),
      // A date that is the whole's own goes on following it.
      dates: Object.fromEntries(
        own.map(({ metric, dueDate }) => [
          metric,
          dueDate === share.targets.find((target) => target.metric === metric)?.dueDate ? null : dueDate,
        ]),
      ),
      steps: each.milestones
        .filter((step) => step.given && step.doneOn === null)
        .map(({ id, title, dueDate }) => ({ key: id, id, title, dueDate })),
    };
  });
}

/** Parts that would be taken away although something came of them: that needs a reason. */
export function takenAway(share: Share, parts: readonly Share[], drafts: readonly ChildDraft[]): Share[] {
  const linesOf = (tops: Share[]): Share[] =>
    tops.flatMap((top) => [top, ...linesOf(parts.filter((each) => each.parentId === top.id))]);
  return linesOf(
    parts.filter(isGiven(share)).filter((each) => !drafts.some((draft) => draft.unitId === each.unit.id)),
  ).filter((each) => each.acceptedOn !== null || each.milestones.some((step) => step.doneOn !== null));
}

/** How the values written so far stand to what the share owes; null where nothing of it is divided. */
export function divisionOf(target: ShareTarget, drafts: readonly ChildDraft[]): Division | null {
  const values = drafts.flatMap((draft) => draft.values[target.metric] ?? []);
  return values.length === 0 ? null : divide(target, values);
}

export const isReady = (draft: ChildDraft) =>
  draft.unitId !== null && draft.text.trim() !== '' && draft.steps.every(isWhole);

export function bodyOf(drafts: readonly ChildDraft[], reason: string): BreakdownBody {
  return {
    children: drafts.map((draft) => ({
      unitId: draft.unitId ?? '',
      text: draft.text.trim(),
      ...(draft.handlerChosen ? { handlerId: draft.handler?.id ?? null } : {}),
      targets: Object.entries(draft.values).flatMap(([metric, value]) =>
        value === null ? [] : [{ metric, value, dueDate: draft.dates[metric] ?? null }],
      ),
      milestones: draft.steps.map(sentStep),
    })),
    ...(reason.trim() ? { reason: reason.trim() } : {}),
  };
}
