"""What a clerk's own script would be: template, data and document are its arguments."""

import json
import sys
from pathlib import Path

from docxtpl import DocxTemplate

context = json.loads(Path(sys.argv[2]).read_text("utf-8"))
template = DocxTemplate(sys.argv[1])
template.render(context)
template.save(sys.argv[3])
