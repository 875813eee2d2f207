/**
 * Equity, leverage, breach, liquidation prices, ladder and excess of a book, the slow and obvious way: objects, loops and bisection, from
 * DESIGN §5. It shares no code with the product and reads the wire's own form.
 */
export interface WireMarket {
  readonly symbol: string;
  readonly markPrice: number;
  readonly indexPrice?: number;
  readonly contractSize: number;
  readonly kind: 'linear' | 'inverse' | 'quanto';
  readonly settle: string;
  /** Bounds in `tiersIn`, each with its maintenance rate. */
  readonly tiers: readonly (readonly [from: number, rate: number])[];
  readonly tiersIn: 'quote' | 'base' | 'settle';
}

export interface WirePosition {
  readonly accountId: string;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly contracts: number;
  readonly entryPrice: number;
  readonly mode: 'cross' | 'isolated' | 'unknown';
  readonly margin?: number;
  readonly collateral?: number;
  readonly unrealizedPnl?: number;
  readonly maintenanceMargin?: number;
}

export interface WireAsset {
  readonly currency: string;
  readonly price?: number;
  readonly ratios?: readonly (readonly [upTo: number | null, ratio: number])[];
}

export interface WireAccount {
  readonly accountId: string;
  readonly collateral: readonly (readonly [currency: string, amount: number])[];
  readonly equityUnknown?: boolean;
}

export interface PlainBook {
  readonly markets: readonly WireMarket[];
  readonly assets: readonly WireAsset[];
  readonly accounts: readonly WireAccount[];
  readonly positions: readonly WirePosition[];
}

const DOLLARS = ['USD', 'USDT', 'USDC'];
const pairOf = (symbol: string): [base: string, quote: string] => {
  const [base = '', rest = ''] = symbol.split('/');
  return [base, rest.split(':')[0] as string];
};

export class PlainFacts {
  readonly book: PlainBook;
  readonly haircut: Readonly<Record<string, number>>;

  constructor(book: PlainBook, haircut: Readonly<Record<string, number>>) {
    this.book = book;
    this.haircut = haircut;
  }

  /** Worth of a unit of a currency: the venue's price, a stablecoin's market against USDT, or a market against a dollar. */
  worth(currency: string): number {
    const told = this.book.assets.find((asset) => asset.currency === currency)?.price;
    if (told !== undefined) return told;
    const price = ({ indexPrice, markPrice }: WireMarket) => indexPrice ?? markPrice;
    if (DOLLARS.includes(currency)) {
      const own = this.book.markets.find(({ symbol }) => symbol.startsWith(`${currency}/USDT`));
      return own ? price(own) : 1;
    }
    const against = this.book.markets.filter(({ symbol }) => {
      const [base, quote] = pairOf(symbol);
      return base === currency && DOLLARS.includes(quote);
    });
    const market = against.find(({ symbol, settle }) => pairOf(symbol)[1] === settle) ?? against[0];
    return market ? price(market) * (pairOf(market.symbol)[1] === 'USDC' ? this.stable('USDC') : 1) : 0;
  }

  /** By the book's own market, whatever the venue says. */
  stable(currency: string): number {
    const own = this.book.markets.find(({ symbol }) => symbol.startsWith(`${currency}/USDT`));
    return own ? (own.indexPrice ?? own.markPrice) : 1;
  }

  market = (symbol: string): WireMarket => this.book.markets.find((one) => one.symbol === symbol) as WireMarket;

  /** What a unit of price counts: a unit of quote, or of settlement currency for quanto contracts. */
  unit(market: WireMarket): number {
    return this.worth(market.kind === 'quanto' ? market.settle : pairOf(market.symbol)[1]);
  }

  /** Worth of a unit of what a position's margin and PnL are in, with the market at k times its mark. */
  settlement = (market: WireMarket, k = 1): number =>
    market.kind === 'inverse' ? market.markPrice * k * this.unit(market) : this.unit(market);

  notional(position: WirePosition, k = 1): number {
    const market = this.market(position.symbol);
    const q = position.contracts * market.contractSize;
    return (market.kind === 'inverse' ? q : q * market.markPrice * k) * this.unit(market);
  }

  /** In settlement currency. What the venue gives holds at the mark; from there it moves as the contract does. */
  pnl(position: WirePosition, k = 1): number {
    const market = this.market(position.symbol);
    const s = position.side === 'long' ? 1 : -1;
    const q = s * position.contracts * market.contractSize;
    const price = market.markPrice * k;
    const from = (entry: number) => (market.kind === 'inverse' ? q * (1 / entry - 1 / price) : q * (price - entry));
    return position.unrealizedPnl === undefined
      ? from(position.entryPrice)
      : position.unrealizedPnl + from(market.markPrice);
  }

  /** Of the position with its market at k times the mark, in the valuation's unit. */
  maintenance(position: WirePosition, k = 1): number {
    const market = this.market(position.symbol);
    const { markPrice, kind, contractSize, tiers, tiersIn } = market;
    if (position.maintenanceMargin !== undefined)
      return position.maintenanceMargin * this.settlement(market) * (kind === 'inverse' ? 1 : k);
    const q = position.contracts * contractSize;
    // Bounds in base units are taken at the mark: a linear position has as many of them at every price.
    const atMark = tiersIn === 'base';
    const size = kind === 'inverse' ? q : q * markPrice * (atMark ? 1 : k);
    const scale = atMark ? markPrice : 1;
    let margin = 0;
    tiers.forEach(([from, rate], i) => {
      const to = (tiers[i + 1]?.[0] ?? Number.POSITIVE_INFINITY) * scale;
      margin += Math.max(0, Math.min(size, to) - (i === 0 ? 0 : from * scale)) * rate;
    });
    return margin * this.unit(market) * (atMark && kind !== 'inverse' ? k : 1);
  }

  isUnknown({ mode, margin, collateral, accountId }: WirePosition): boolean {
    if (mode === 'unknown') return true;
    if (mode === 'isolated') return margin === undefined && collateral === undefined;
    return this.book.accounts.find((one) => one.accountId === accountId)?.equityUnknown === true;
  }

  /** Isolated margin without PnL, in settlement currency. */
  margin = (position: WirePosition): number => position.margin ?? (position.collateral as number) - this.pnl(position);

  /** Cross collateral that counts, by currency. @param moving what is priced by k times its price */
  collateral(accountId: string, rule: 'venue' | 'prudent', moving?: string, k = 1): number {
    const balances = new Map<string, number>();
    const account = this.book.accounts.find((one) => one.accountId === accountId);
    for (const [currency, amount] of account?.collateral ?? [])
      balances.set(currency, (balances.get(currency) ?? 0) + amount);
    let sum = 0;
    for (const [currency, amount] of balances) {
      let counted = amount;
      if (amount > 0 && rule === 'prudent') counted = amount * (1 - (this.haircut[currency] ?? 0));
      const ratios = this.book.assets.find((asset) => asset.currency === currency)?.ratios;
      if (amount > 0 && rule === 'venue' && ratios) {
        counted = 0;
        ratios.forEach(([upTo, ratio], i) => {
          const from = i === 0 ? 0 : (ratios[i - 1]?.[0] as number);
          counted += Math.max(0, Math.min(amount, upTo ?? Number.POSITIVE_INFINITY) - from) * ratio;
        });
      }
      sum += counted * this.worth(currency) * (currency === moving ? k : 1);
    }
    return sum;
  }

  crossOf = (accountId: string): WirePosition[] =>
    this.book.positions.filter((one) => one.accountId === accountId && one.mode === 'cross' && one.contracts > 0);

  /** What carries a position, with one market at k times its mark. */
  equity(position: WirePosition, rule: 'venue' | 'prudent', moving?: WireMarket, k = 1): number {
    const own = (one: WirePosition) => {
      const market = this.market(one.symbol);
      const at = market === moving ? k : 1;
      return this.pnl(one, at) * this.settlement(market, at);
    };
    if (position.mode === 'isolated') {
      const market = this.market(position.symbol);
      return this.margin(position) * this.settlement(market, market === moving ? k : 1) + own(position);
    }
    const coin = moving && pairOf(moving.symbol)[0];
    return (
      this.collateral(position.accountId, rule, coin, k) +
      this.crossOf(position.accountId).reduce((sum, one) => sum + own(one), 0)
    );
  }

  required(position: WirePosition, moving?: WireMarket, k = 1): number {
    const all = position.mode === 'isolated' ? [position] : this.crossOf(position.accountId);
    return all.reduce((sum, one) => sum + this.maintenance(one, this.market(one.symbol) === moving ? k : 1), 0);
  }

  leverage(position: WirePosition): number {
    const all = position.mode === 'isolated' ? [position] : this.crossOf(position.accountId);
    const notional = all.reduce((sum, one) => sum + this.notional(one), 0);
    const equity = this.equity(position, 'prudent');
    return equity > 0 ? Math.min(1_000, notional / equity) : 1_000;
  }

  isDue = (position: WirePosition): boolean => !(this.equity(position, 'venue') > this.required(position));

  /**
   * How far the price falls (rises) until the position is liquidated, as a share of the mark: the gap of equity over maintenance is concave
   * in the price, so that it is used up once on each side; by bisection. undefined for never.
   */
  distance(position: WirePosition, way: 'fall' | 'rise'): number | undefined {
    const market = this.market(position.symbol);
    const gap = (k: number) => this.equity(position, 'venue', market, k) - this.required(position, market, k);
    let solvent = 1;
    let gone = way === 'fall' ? 1e-9 : 2;
    if (way === 'rise') while (gap(gone) > 0 && gone < 1e9) gone *= 2;
    if (gap(gone) > 0) return undefined;
    for (let step = 0; step < 200; step++) {
      const middle = (solvent + gone) / 2;
      if (gap(middle) > 0) solvent = middle;
      else gone = middle;
    }
    return Math.abs(1 - gone);
  }
}
