"""The same model fitted by statsmodels' MarkovRegression: k states, mean zero, variance switching.

Usage: statsmodels_fit.py FILE K. FILE holds the series as raw float64. Prints {"ms": best of three, "filterMs": best of five,
"logLikelihood", "statsmodels", "converged"}.
"""

import json
import sys
import time
import warnings

import numpy as np
import statsmodels
from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression

series = np.fromfile(sys.argv[1], dtype=np.float64)
states = int(sys.argv[2])
warnings.simplefilter("ignore")


def model():
    return MarkovRegression(series, k_regimes=states, trend="n", switching_variance=True)


fits = []
for _ in range(3):
    began = time.perf_counter()
    fitted = model().fit(disp=False)
    fits.append(time.perf_counter() - began)
filters = []
for _ in range(5):
    began = time.perf_counter()
    model().filter(fitted.params)
    filters.append(time.perf_counter() - began)
print(
    json.dumps(
        {
            "ms": min(fits) * 1000,
            "filterMs": min(filters) * 1000,
            "logLikelihood": float(fitted.llf),
            "converged": bool(fitted.mle_retvals.get("converged", False)),
            "statsmodels": statsmodels.__version__,
        }
    )
)
