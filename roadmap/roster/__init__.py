"""Lists of people and programmes as schools have them: how they are read, and the workbook that is offered to fill."""
