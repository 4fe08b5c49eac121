import { Modal, type ModalProps } from 'antd';
import { useState } from 'react';

/** A dialog that somebody writes in: once something was typed, Esc no longer throws it away. Its buttons still close it. */
export function Dialog({ children, ...modal }: ModalProps) {
  const [isTyped, setTyped] = useState(false);
  return (
    <Modal {...modal} keyboard={!isTyped}>
      <div onInput={() => setTyped(true)}>{children}</div>
    </Modal>
  );
}
