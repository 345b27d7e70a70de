"""Destruction (销毁): retention, appraisal, the list, three persons, and the proof."""
