import { PortalLink, Section, useCan } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { meetingAddresses, meetingReads } from '../meetings/meeting-queries.js';

/** The meetings that are the basis of what became of the task, each with what it settled; nothing where there is none. */
export function Decided({ taskId }: { taskId: string }) {
  const { t } = useTranslation('task');
  const { t: meetings } = useTranslation('meetings');
  const can = useCan();
  const decisions = useQuery({ ...meetingReads.ofTask(taskId), enabled: can('meeting.read') });
  const items = decisions.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title={t('decided.title')}>
      <ol className="decided">
        {items.map(({ id, number, text, effect, meeting, withdrawn }) => (
          <li key={id}>
            <PortalLink href={meetingAddresses.decisions(meeting.id)}>{meeting.title}</PortalLink>{' '}
            <span className="dim">
              {[
                meeting.heldOn,
                t('decided.number', { number }),
                meetings(`effect.did.${effect}`),
                ...(withdrawn ? [meetings('decision.withdrawn')] : []),
              ].join(' · ')}
            </span>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}
