import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { ListedAction } from './steering-list.js';

/** The steps of whoever decides: approve, or refuse with a reason; what is decided on stands above. */
export function deciding(
  t: TFunction<'steering'>,
  item: { moves: readonly string[]; version: number },
  path: string,
  about: ReactNode,
): ListedAction[] {
  return (['approve', 'refuse'] as const)
    .filter((move) => item.moves.includes(move))
    .map((move) => ({
      label: t(`decision.${move}`),
      primary: move === 'approve',
      action: {
        title: t(`decision.${move}`),
        note: about,
        path,
        body: { move },
        version: item.version,
        fields: [{ name: 'reason', label: t('reason'), kind: 'text', optional: move === 'approve' }],
      },
    }));
}
