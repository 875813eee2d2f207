"""The same measures with numpy, vectorised: concentration, leverage, liquidation ladder and ADL rank of a book in columns.

Usage: numpy_measures.py FOLDER. FOLDER holds the columns as raw files and meta.json; prints {"ms": best of five, "check": {...}}.
"""

import json
import sys
import time

import numpy as np

folder = sys.argv[1]
with open(f"{folder}/meta.json") as file:
    meta = json.load(file)
types = {"account": np.uint32, "market": np.uint32, "side": np.int8, "isolated": np.uint8}


def column(name):
    return np.fromfile(f"{folder}/{name}", dtype=types.get(name, np.float64))


account, market, side, isolated = (column(name) for name in ("account", "market", "side", "isolated"))
contracts, entry, margin_given = (column(name) for name in ("contracts", "entryPrice", "collateral"))
collateral = column("accountCollateral")
accounts, markets = len(collateral), len(meta["mark"])
mark, size = np.array(meta["mark"]), np.array(meta["size"])
linear = np.array(meta["linear"], dtype=bool)
floors, rates, cums = (np.array(meta[name]) for name in ("floors", "rates", "cums"))


def concentration(held):
    held = np.sort(held[held > 0])
    n = len(held)
    if n == 0:
        return None
    share = held / held.sum()
    gini = ((2 * np.arange(1, n + 1) - n - 1) * share).sum() / n
    return {"hhi": (share * share).sum(), "gini": gini, "top": [share[-k:].sum() for k in (1, 5, 10, 50, 100)]}


def figures(rows, notional, leverage):
    who, n, level, sign = account[rows], notional[rows], leverage[rows], side[rows]
    found = [
        concentration(np.bincount(who, n, accounts)),
        concentration(np.bincount(who, n * (sign > 0), accounts)),
        concentration(np.bincount(who, n * (sign < 0), accounts)),
        concentration(np.bincount(who, n * level, accounts)),
    ]
    order = np.argsort(level)
    weight = np.cumsum(n[order])
    quantiles = level[order][np.searchsorted(weight, np.array([0.5, 0.9, 0.99]) * weight[-1])]
    buckets = np.bincount(np.searchsorted([2, 5, 10, 25, 50], level), n, 6)
    return found, (level * n).sum() / n.sum(), quantiles, buckets


def measure():
    price, straight = mark[market], linear[market]
    q = contracts * size[market]
    notional = np.where(straight, q * price, q)
    pnl = np.where(straight, side * q * (price - entry), side * q * (price / entry - 1))
    coin = np.where(straight, 1.0, price)
    alone = isolated == 1
    margin = np.where(alone, np.nan_to_num(margin_given) * coin, 0.0)
    cross_equity = collateral + np.bincount(account, pnl * ~alone, accounts)
    cross_notional = np.bincount(account, notional * ~alone, accounts)
    equity = np.where(alone, margin + pnl, cross_equity[account])
    carried = np.where(alone, notional, cross_notional[account])
    leverage = np.where(equity > 0, np.minimum(carried / np.where(equity > 0, equity, 1), 1000), 1000)
    venue = figures(slice(None), notional, leverage)
    each = [figures(np.flatnonzero(market == m), notional, leverage) for m in range(markets)]

    tier = np.searchsorted(floors, notional, side="left") - 1
    rate = rates[np.maximum(tier, 0)]
    maintenance = notional * rate - cums[np.maximum(tier, 0)]
    required = np.where(alone, maintenance, np.bincount(account, maintenance * ~alone, accounts)[account])
    slope = np.where(straight, side * notional, side * notional + pnl + margin)
    eats = np.where(straight, notional * rate, 0.0)
    key = account.astype(np.int64) * markets + market
    group_slope = np.bincount(key, slope * ~alone, accounts * markets)[key]
    group_eats = np.bincount(key, eats * ~alone, accounts * markets)[key]
    gap = equity - required
    falls = np.where(alone, slope - eats, group_slope - group_eats)
    distance = np.where(gap > 0, gap / falls, 0.0)
    ladder = []
    for m in range(markets):
        for sign in (1, -1):
            at = (market == m) & (side == sign) & (distance * sign >= 0) & (np.abs(distance) <= 1)
            ladder.append(np.cumsum(np.histogram(np.abs(distance[at]), 400, (0, 1), weights=notional[at])[0]))

    gain = pnl / np.where(straight, entry * q, q)
    score = np.where(gain > 0, gain * leverage, gain / leverage)
    rank = np.empty(len(score), dtype=np.uint32)
    for m in range(markets):
        for sign in (1, -1):
            rows = np.flatnonzero((market == m) & (side == sign))
            rank[rows[np.argsort(-score[rows], kind="stable")]] = np.arange(len(rows))
    return venue, each, ladder, rank


best = float("inf")
for _ in range(5):
    began = time.perf_counter()
    result = measure()
    best = min(best, time.perf_counter() - began)
venue = result[0]
print(json.dumps({"ms": best * 1e3, "numpy": np.__version__, "check": {"hhi": venue[0][0]["hhi"], "gini": venue[0][0]["gini"], "weighted": venue[1], "p90": venue[2][1]}}))
