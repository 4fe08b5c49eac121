import { Modal, type ModalProps } from 'antd';
import { useRef } from 'react';

/** A dialog that somebody writes in: once something was typed, Esc no longer throws it away. Its buttons still close it. */
export function Dialog({ children, onCancel, ...modal }: ModalProps) {
  // Nothing to draw anew: a list of choices that is open would lose its place.
  const isTyped = useRef(false);
  return (
    <Modal
      {...modal}
      onCancel={(event) => {
        if (!isTyped.current || event.type !== 'keydown') onCancel?.(event);
      }}
    >
      <div
        onInput={() => {
          isTyped.current = true;
        }}
      >
        {children}
      </div>
    </Modal>
  );
}
