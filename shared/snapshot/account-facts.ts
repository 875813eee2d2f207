import { grow } from './columns.ts';
import { NameTable } from './name-table.ts';
import type { AccountColumns } from './types.ts';

/** What few venues say of an account beside its collateral: columns that exist only if anything was said. */
export class AccountFacts {
  #equity: Float64Array | undefined;
  #unknown: Uint8Array | undefined;
  #owner: Uint32Array | undefined;
  readonly #owners = new NameTable();

  /** @param equity null if the venue says that it is unknown */
  setEquity(account: number, equity: number | null): void {
    if (equity === null) {
      this.#unknown = roomFor(this.#unknown ?? new Uint8Array(256), account);
      this.#unknown[account] = 1;
      return;
    }
    this.#equity = roomFor(this.#equity ?? new Float64Array(256).fill(Number.NaN), account, Number.NaN);
    this.#equity[account] = equity;
  }

  /** @param owner the name's bytes, from `from` to before `to` */
  setOwner(account: number, owner: Uint8Array, from: number, to: number): void {
    this.#owner = roomFor(this.#owner ?? new Uint32Array(256), account);
    this.#owner[account] = this.#owners.intern(owner, from, to) + 1;
  }

  /** @param accounts how many accounts there are */
  columns(accounts: number): Pick<AccountColumns, 'equity' | 'equityUnknown' | 'owners' | 'owner'> {
    return {
      ...(this.#equity ? { equity: ofLength(this.#equity, accounts, Number.NaN) } : {}),
      ...(this.#unknown ? { equityUnknown: ofLength(this.#unknown, accounts) } : {}),
      ...(this.#owner ? { owners: this.#owners.names(), owner: ofLength(this.#owner, accounts) } : {}),
    };
  }
}

type Facts = Float64Array | Uint8Array | Uint32Array;

/** The column, longer if the place is beyond its end. @param nothing stands where nothing was said */
function roomFor<T extends Facts>(column: T, place: number, nothing = 0): T {
  let longer = column;
  while (place >= longer.length) {
    const { length } = longer;
    longer = grow(longer);
    if (nothing !== 0) longer.fill(nothing, length);
  }
  return longer;
}

function ofLength<T extends Facts>(column: T, length: number, nothing = 0): T {
  const exact = new (column.constructor as new (length: number) => T)(length);
  exact.fill(nothing);
  exact.set(column.subarray(0, length));
  return exact;
}
