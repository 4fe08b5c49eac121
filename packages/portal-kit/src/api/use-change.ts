import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

/**
 * A change, and the reads that it makes stale. The key given to `request` stays the same while the same input
 * is sent again (after a lost answer, say), so that a POST takes effect once; a new input gets a new one.
 */
export function useChange<Input, Answer>(
  request: (input: Input, idempotencyKey: string) => Promise<Answer>,
  touches: readonly QueryKey[],
) {
  const client = useQueryClient();
  const sent = useRef<{ input: string; key: string } | null>(null);
  return useMutation({
    mutationFn: (input: Input) => {
      // A change that needs no input has no JSON either.
      const text = JSON.stringify(input) ?? '';
      if (sent.current?.input !== text) sent.current = { input: text, key: crypto.randomUUID() };
      return request(input, sent.current.key);
    },
    onSuccess: async () => {
      sent.current = null;
      await Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
}
