import { useTranslation } from 'react-i18next';
import type { DraftState } from './draft-keeper.js';

/** Where the draft is, in words. */
export function SaveState({ state }: { state: DraftState }) {
  const { t } = useTranslation('report');
  if (state.report === null && state.status === 'clean') return <span className="save-state" role="status" />;
  return (
    <span className={`save-state save-${state.status}`} role="status" data-testid="save-state">
      {t(`save.${state.status}`)}
    </span>
  );
}
