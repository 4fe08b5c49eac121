import { Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useKitText } from '../text/use-text.js';

/** Milliseconds of rest after the last key before the filter follows. */
const rest = 150;

/**
 * The table's filter. What is typed stays in the box until it rests, and while an input method composes:
 * a filter kept in the address would otherwise break up Chinese in the making.
 */
export function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useKitText();
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // Changed from elsewhere: back, or a filter taken off.
    if (value !== told.current) setTyped(value);
    told.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const tell = (next: string, wait: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      told.current = next;
      onChange(next);
    }, wait);
  };
  return (
    <Input
      className="table-search"
      allowClear
      placeholder={t('table.search')}
      aria-label={t('table.search')}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        const { nativeEvent } = event;
        if (nativeEvent instanceof InputEvent && nativeEvent.isComposing) clearTimeout(timer.current);
        else tell(event.target.value, rest);
      }}
      onCompositionEnd={(event) => tell(event.currentTarget.value, rest)}
      onPressEnter={(event) => tell(event.currentTarget.value, 0)}
    />
  );
}
