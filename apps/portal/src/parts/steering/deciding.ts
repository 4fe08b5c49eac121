import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { ListedAction } from './steering-list.js';

/** The steps of whoever decides, or who asked and takes it back, with a reason; what it is about stands above. */
export function deciding(
  t: TFunction<'steering'>,
  item: { moves: readonly string[]; version: number },
  /** Of the thing itself. */
  path: string,
  about: ReactNode,
): ListedAction[] {
  const decisions: ListedAction[] = (['approve', 'refuse'] as const)
    .filter((move) => item.moves.includes(move))
    .map((move) => ({
      label: t(`decision.${move}`),
      primary: move === 'approve',
      action: {
        title: t(`decision.${move}`),
        note: about,
        path: `${path}/moves`,
        body: { move },
        version: item.version,
        fields: [{ name: 'reason', label: t('reason'), kind: 'text', optional: move === 'approve' }],
      },
    }));
  if (!item.moves.includes('withdraw')) return decisions;
  return [
    ...decisions,
    {
      label: t('decision.withdraw'),
      primary: false,
      action: {
        title: t('decision.withdraw'),
        note: about,
        path: `${path}/withdrawal`,
        version: item.version,
        fields: [{ name: 'reason', label: t('reason'), kind: 'text' }],
      },
    },
  ];
}
