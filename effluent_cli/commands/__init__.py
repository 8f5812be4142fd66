"""One file per noun: options in, a service called, an answer out. No arithmetic, SQL or formatting."""
