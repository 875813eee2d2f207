import { openFaultList } from '../../../shared/snapshot/faults.ts';
import { FragmentBuilder } from '../../../shared/snapshot/fragment.ts';
import type { Parsed, Role } from '../../../shared/snapshot/parsed.ts';

/** A whole NDJSON body the slow, obvious way: all of it as text, each line as an object, nothing scanned. */
export function plainNdjson(text: string, role: Role = 'snapshot'): Parsed {
  const kinds = ['header', 'market', 'account', 'position'];
  const faults = openFaultList();
  let builder = role === 'part' ? new FragmentBuilder(faults, true) : undefined;
  let stage = 0;
  const lines = text.split('\n');
  for (const [i, source] of lines.entries()) {
    const line = i + 1;
    if (source.trim() === '') continue;
    let record: { kind?: unknown; parts?: unknown } | null;
    try {
      record = JSON.parse(source);
    } catch (error) {
      faults.add('', `the line is not JSON: ${(error as Error).message}`, line);
      continue;
    }
    const rank = kinds.indexOf(record?.kind as string);
    if (rank === -1) faults.add('/kind', `must be ${kinds.join(', ')}`, line);
    else if (!builder) {
      if (rank !== 0)
        return { ok: false, faults: [{ path: '/kind', message: 'the first line must be the header', line }], total: 1 };
      builder = new FragmentBuilder(faults, typeof record?.parts === 'number' && record.parts > 1);
      builder.addHeader(record, line);
    } else if (rank === 0)
      faults.add('/kind', role === 'part' ? 'a part has no header' : 'there is a header already', line);
    else {
      if (rank < stage)
        faults.add('/kind', `${kinds[rank]} may not follow ${kinds[stage]}: the order is ${kinds.join(', ')}`, line);
      stage = Math.max(stage, rank);
      if (rank === 1) builder.addMarket(record, line);
      else if (rank === 2) builder.addAccount(record, line);
      else builder.addPosition(record, line);
    }
  }
  if (text === '') return { ok: false, faults: [{ path: '', message: 'the body is empty' }], total: 1 };
  if (!builder) return { ok: false, faults: [{ path: '', message: 'the body has no header line' }], total: 1 };
  const fragment = builder.finish();
  return faults.total === 0 ? { ok: true, fragment } : { ok: false, faults: faults.kept, total: faults.total };
}
