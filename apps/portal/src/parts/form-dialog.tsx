import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import type { ModalProps } from 'antd';
import { type ReactNode, useId } from 'react';
import { Dialog } from './dialog.js';
import { ProblemNote } from './problem-note.js';

export interface FormDialogProps extends Pick<ModalProps, 'width' | 'footer'> {
  title: string;
  okText: string;
  /** The change that it sends. */
  change: { isPending: boolean; error: unknown };
  /** Whether all that the change needs is there. */
  ready: boolean;
  /** Fields that say themselves what is wrong with them. */
  shownAt: readonly string[];
  onSend: () => void;
  onClose: () => void;
  /** What is read anew where somebody else was faster; the dialog closes then, unless it changes what is read. */
  rereads?: QueryKey;
  staysOpen?: boolean;
  children: ReactNode;
}

/** A dialog whose fields are one form: Enter in a field sends it as its button does; what was refused is said beneath. */
export function FormDialog({
  change,
  ready,
  shownAt,
  onSend,
  onClose,
  rereads,
  staysOpen,
  children,
  ...dialog
}: FormDialogProps) {
  const client = useQueryClient();
  const id = useId();
  const reread = () => {
    void client.invalidateQueries({ queryKey: rereads ?? [] });
    if (!staysOpen) onClose();
  };
  return (
    <Dialog
      open
      {...dialog}
      okButtonProps={{ htmlType: 'submit', form: id, loading: change.isPending, disabled: !ready }}
      onCancel={onClose}
    >
      <form
        id={id}
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !change.isPending) onSend();
        }}
      >
        {children}
        <ProblemNote error={change.error} shownAt={shownAt} {...(rereads ? { onReload: reread } : {})} />
      </form>
    </Dialog>
  );
}
