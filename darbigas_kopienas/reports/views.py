from typing import Any
report_check_form = report_check = report_list = report_make = report_detail = rendering_make = rendering_download = report_submit = figure_detail = lambda *a, **k: None
