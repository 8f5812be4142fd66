"""``python -m effluent_cli``."""

import sys

from effluent_cli.entry import main

sys.exit(main())
