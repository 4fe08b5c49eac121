import { Modal, type ModalProps } from 'antd';
import { useCallback, useRef } from 'react';

/** A dialog that somebody writes in: once something was typed, Esc no longer throws it away. Its buttons still close it. */
export function Dialog({ children, onCancel, ...modal }: ModalProps) {
  // Nothing to draw anew: a list of choices that is open would lose its place.
  const isTyped = useRef(false);
  const confirm = modal.okButtonProps?.autoFocus ?? false;
  // In the task that draws it: what is typed at once must not go astray. Its place in the document is made last.
  const box = useRef<HTMLDivElement | null>(null);
  const begin = useCallback(
    (drawn: HTMLDivElement | null) => {
      box.current = drawn;
      if (drawn) queueMicrotask(() => toFirst(drawn, confirm));
    },
    [confirm],
  );
  return (
    <Modal
      {...modal}
      onCancel={(event) => {
        if (!isTyped.current || event.type !== 'keydown') onCancel?.(event);
      }}
      // One that was only hidden is not drawn again.
      afterOpenChange={(isOpen) => {
        if (isOpen && box.current) toFirst(box.current, confirm);
      }}
    >
      <div
        ref={begin}
        onInput={() => {
          isTyped.current = true;
        }}
      >
        {children}
      </div>
    </Modal>
  );
}

/** To what one does first in a dialog: its first field, or else what it is confirmed with; unless one is there already. */
function toFirst(box: HTMLElement, confirm: boolean): void {
  const dialog = box.closest<HTMLElement>('.ant-modal');
  const { activeElement } = document;
  // Its cross takes the focus that nobody asked for.
  const isThere = dialog?.contains(activeElement) && dialog !== activeElement;
  if (isThere && !activeElement?.matches('.ant-modal-close')) return;
  const field = box.querySelector<HTMLElement>('input:enabled, textarea:enabled');
  const act = dialog?.querySelector<HTMLElement>('.ant-modal-footer .ant-btn-primary:enabled');
  ((confirm ? null : field) ?? act)?.focus();
}
