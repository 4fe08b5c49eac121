import { Modal, type ModalProps } from 'antd';
import { useRef } from 'react';

/** A dialog that somebody writes in: once something was typed, Esc no longer throws it away. Its buttons still close it. */
export function Dialog({ children, onCancel, ...modal }: ModalProps) {
  // Nothing to draw anew: a list of choices that is open would lose its place.
  const isTyped = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  return (
    <Modal
      {...modal}
      onCancel={(event) => {
        if (!isTyped.current || event.type !== 'keydown') onCancel?.(event);
      }}
      afterOpenChange={(isOpen) => {
        // Once it is drawn: without motion it is told so a frame before it is shown.
        if (isOpen)
          requestAnimationFrame(() => box.current && toFirst(box.current, modal.okButtonProps?.autoFocus));
      }}
    >
      <div
        ref={box}
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
function toFirst(box: HTMLElement, confirm = false): void {
  if (box.contains(document.activeElement)) return;
  const field = box.querySelector<HTMLElement>('input:enabled, textarea:enabled');
  const act = box
    .closest('.ant-modal')
    ?.querySelector<HTMLElement>('.ant-modal-footer .ant-btn-primary:enabled');
  ((confirm ? null : field) ?? act)?.focus();
}
