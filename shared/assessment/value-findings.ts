import { finding, type IntegrityFinding, priceFigure, shareFigure } from '../integrity/finding.ts';
import { amountFigure } from '../presentation/figures.ts';
import type { Book, SnapshotHeader } from '../snapshot/types.ts';
import type { Measurement } from './measure.ts';
import type { Assessment } from './types.ts';

/** That a book is only a sample, with its share. */
export const sampleFindings = ({ sampleShare }: SnapshotHeader): IntegrityFinding[] =>
  sampleShare === undefined
    ? []
    : [
        finding(
          'sample',
          'note',
          `the book is a sample of ${shareFigure(sampleShare)} of open interest: every figure is the sample's, and nothing is done on it`,
          { sampleShare },
        ),
      ];

/** Insurance funds that have nothing left. */
export const fundFindings = ({ fund, funds = [] }: Pick<Assessment, 'fund' | 'funds'>): IntegrityFinding[] =>
  [...(fund ? [{ ...fund, name: undefined }] : []), ...funds].flatMap(({ name, balance, currency }) =>
    balance > 0
      ? []
      : [
          finding(
            'fund-empty',
            'note',
            `the insurance fund${name ? ` ${name}` : ''} holds ${amountFigure(balance)} ${currency}`,
            { balance },
          ),
        ],
  );

/** What a book's own values leave open: currencies without a price or off par, and equity that is unknown or not as the venue says. */
export function valueFindings(
  book: Book,
  {
    unpriced,
    offPar,
    equityDifference,
    venue,
  }: Pick<Measurement, 'unpriced' | 'offPar' | 'equityDifference' | 'venue'>,
): IntegrityFinding[] {
  const { unknown } = venue.leverage;
  return [
    ...unpriced.map((currency) => unpricedFinding(book, currency)),
    ...[...offPar].map(([currency, price]) =>
      finding('off-par', 'doubtful', `${currency} trades off par: it counts at ${priceFigure(price)}`, {
        price,
        par: 1,
      }),
    ),
    ...(equityDifference ? [differenceFinding(equityDifference)] : []),
    ...(unknown
      ? [
          finding(
            'equity-unknown',
            'note',
            `the venue does not say what carries ${unknown.positions} positions of ${amountFigure(unknown.notional)}: they count for concentration, not for leverage and liquidation`,
            unknown,
          ),
        ]
      : []),
  ];
}

function unpricedFinding({ accounts }: Book, currency: string): IntegrityFinding {
  const c = accounts.currencies.indexOf(currency);
  const holders = new Set<number>();
  let amount = 0;
  for (let i = 0; i < accounts.collateralAmount.length; i++) {
    if (accounts.collateralCurrency[i] !== c || accounts.collateralAmount[i] === 0) continue;
    holders.add(accounts.collateralAccount[i] as number);
    amount += accounts.collateralAmount[i] as number;
  }
  const held =
    holders.size > 0
      ? `: ${amountFigure(amount)} of it, held by ${holders.size} accounts, count as nothing`
      : ': it counts as nothing';
  return finding('unpriced', holders.size > 0 ? 'doubtful' : 'note', `no price for ${currency}${held}`, {
    amount,
    accounts: holders.size,
  });
}

function differenceFinding({ accounts, largest }: NonNullable<Measurement['equityDifference']>): IntegrityFinding {
  const { accountId, venue, ours } = largest;
  return finding(
    'equity-differs',
    'doubtful',
    `the venue's equity of ${accounts} accounts is not what their collateral and positions come to: most of all ${accountId}, ${amountFigure(venue)} by the venue and ${amountFigure(ours)} by the book`,
    { accounts, venue, ours },
  );
}
