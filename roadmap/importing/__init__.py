"""A school's roadmap file read into plain data, without database and pages. The way in is `parse.parse_roadmap`."""
