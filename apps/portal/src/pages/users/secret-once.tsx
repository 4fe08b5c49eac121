import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A secret that is shown once: to be copied now, for it cannot be had again. */
export function SecretOnce({ title, label, secret }: { title: string; label: string; secret: string }) {
  const { t } = useTranslation('change');
  const [copied, setCopied] = useState(false);
  return (
    <Alert
      type="info"
      showIcon
      title={title}
      description={
        <span className="secret-once">
          <Input readOnly aria-label={label} value={secret} onFocus={(event) => event.target.select()} />
          <Button
            onClick={() =>
              void navigator.clipboard?.writeText(secret).then(
                () => setCopied(true),
                () => undefined,
              )
            }
          >
            {t(copied ? 'copied' : 'copy')}
          </Button>
        </span>
      }
    />
  );
}
