"""Old-age, spouse's and survivor's insurance benefits of Title II, from a record of earnings to the dollar that is paid.

``law`` holds the published series and carries them forward, ``ages`` says when an age is attained and what claiming early
or late does, ``earnings`` averages a record, ``benefit`` puts them together; ``family`` and ``working`` stand on it.
"""
