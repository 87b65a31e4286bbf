"""Where nginx is: it stands among the programmes of the administrator, which are not in everybody's path."""

import os
import shutil

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
