import { useKitText, useText } from '@duban/portal-kit';
import { useCallback } from 'react';
import type { CellFinding } from './grid-rows.js';

/** What is wrong with a cell, in the reader's language. */
export function useFindingText(): (finding: CellFinding) => string {
  const kit = useKitText();
  const text = useText();
  return useCallback(
    ({ message }) => {
      if (typeof message === 'string') return message;
      return 'code' in message ? kit(`form.issue.${message.code}`, { limit: message.limit }) : text(message);
    },
    [kit, text],
  );
}
