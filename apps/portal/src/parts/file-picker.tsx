import { Button } from 'antd';
import { useRef } from 'react';

/** A button that asks for one file. */
export function FilePicker({
  label,
  busy,
  disabled,
  id,
  describedBy,
  onPick,
}: {
  label: string;
  busy: boolean;
  disabled?: boolean;
  id?: string;
  describedBy?: string;
  onPick: (file: File) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onPick(file);
        }}
      />
      <Button
        id={id}
        size="small"
        loading={busy}
        disabled={disabled}
        aria-describedby={describedBy}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
    </>
  );
}
